package catalog

import "github.com/zclconf/go-cty/cty"

// fail raises an error.
var fail = Kind{
	Name: "fail",
	Doc:  "Fails with an error of the pipeline's own.",
	Args: []Arg{
		{
			Name: "error", Type: cty.String, Required: true,
			Doc: "Name of the error, for `catch` and for people.",
		},
		{
			Name: "cause", Type: cty.String,
			Doc: "What went wrong.",
		},
	},
	Notes: []string{"No name may begin with `States.`, which is AWS's own."},
	Example: `task "fail" "too_old" {
  when  = startswith(run.scheduled_date, "19")
  error = "TooOld"
  cause = "there is no data of ${run.scheduled_date}"
}`,
}
