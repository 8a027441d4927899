package catalog

import "github.com/zclconf/go-cty/cty"

// activity hands the task to a worker that asks Step Functions for work.
var activity = Kind{
	Name: "activity",
	Doc:  "Gives work to a worker that asks for it, by an activity of AWS Step Functions, and waits for the answer.",
	Args: []Arg{
		{
			Name: "activity", Type: cty.String, Required: true, Static: true,
			Form: `^arn:[a-z-]+:states:[a-z0-9-]+:[0-9]{12}:activity:.+$`,
			Like: "arn:aws:states:eu-west-1:123456789012:activity:label-images",
			Doc:  "ARN of the activity.",
		},
		{
			Name: "input", Type: whatever, Keep: true, Default: `{}`,
			Doc: "What the worker is given: an object.",
		},
	},
	Modes: []Mode{{
		Await:  "callback",
		Token:  true,
		Call:   Call{Resource: "{activity}", Arguments: `input`},
		Result: whatever,
	}},
	OwnRole: true,
	Free:    "The worker asks for the task under its own role, which needs `states:GetActivityTask` on the activity, and what answering takes.",
	Notes: []string{
		"The worker calls GetActivityTask and gets the input as JSON text with a token, and answers with SendTaskSuccess or " +
			"SendTaskFailure; the output of the one is the result, the error of the other that of the task.",
		"A `timeout` is required. With a `heartbeat` the worker has to call SendTaskHeartbeat that often.",
		"An activity is of the same region and account as the machine.",
	},
	Example: `task "activity" "label" {
  activity  = "arn:aws:states:eu-west-1:123456789012:activity:label-images"
  input     = { day = run.scheduled_date }
  timeout   = "2d"
  heartbeat = "10m"
}`,
}
