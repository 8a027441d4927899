package catalog

// verbatim is a piece of the States Language that is taken as it is. Its calls,
// errors and permissions are those of the states in it: see Integration.
var verbatim = Kind{
	Name: "asl",
	Doc: "Runs a state or a state machine written in the States Language, as it stands. It is one task: it is waited for, " +
		"retried and caught as a whole.",
	Verbatim: true,
	Args: []Arg{
		{
			Name: "definition", Type: whatever, Required: true, Static: true, Keep: true,
			Doc: "The state or machine, in JSONata: an object, or its JSON as text, as from `file(\"x.asl.json\")`.",
		},
		{
			Name: "input", Type: whatever, Keep: true, Default: `{}`,
			Doc: "What is `$states.input` in it: of a machine, of its first state.",
		},
	},
	Notes: []string{
		"`Next` and `End` of a single state, which is no `Choice`, are left out or ignored: what follows is the pipeline's business.",
		"Values from outside come in by `input` only; `$states.context` is the execution's own.",
		"The states of a machine keep their names, so none may have the name of another state, or of a task, block or cluster of the pipeline, " +
			"and none may have a hyphen.",
		"`timeout` and `role` are those of a single `Task`; `role` is also taken by the Tasks of a machine that have no " +
			"`Credentials`. A machine has no timeout: its states have.",
		"A single `Task` is retried on `\"transient\"` errors of its service, as every task is; a machine is not unless a `retry` " +
			"says so, for it would begin anew.",
		"Tests mock it as one call. Its `request` is what a single `Task` sends, else the `input`.",
	},
	Example: `task "asl" "application" {
  input = { day = run.scheduled_date }
  definition = {
    Type      = "Task"
    Resource  = "arn:aws:states:::emr-serverless:createApplication.sync"
    Arguments = { Name = "{% 'daily-' & $states.input.day %}", Type = "SPARK", ReleaseLabel = "emr-7.5.0" }
  }
  returns = object({ ApplicationId = string })
}`,
}
