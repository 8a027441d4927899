package catalog

import (
	"time"

	"github.com/zclconf/go-cty/cty"
)

// wait lets time pass.
var wait = Kind{
	Name: "wait",
	Doc:  "Waits for some time, or until a point in time.",
	Args: []Arg{
		{
			Name: "for", Type: whatever, Unit: time.Second,
			Doc: "How long: a duration, or a number of seconds, which an execution may compute.",
		},
		{
			Name: "until", Type: cty.String,
			Form: `^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$`, Like: "2026-01-05T02:00:00Z",
			Doc: "Until when: a time in RFC 3339, such as `2026-01-05T02:00:00Z`. One that has passed is not waited for.",
		},
	},
	OneOf: [][]string{{"for", "until"}},
	Notes: []string{"Waiting costs nothing but its one state transition."},
	Example: `task "wait" "settle" {
  for = "10m"
}`,
}
