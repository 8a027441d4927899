package catalog

import "github.com/zclconf/go-cty/cty"

// stateMachine runs a state machine that is no pipeline of the project.
var stateMachine = Kind{
	Name: "state_machine",
	Doc:  "Runs a state machine of AWS Step Functions and waits for its output.",
	Args: []Arg{
		{
			Name: "arn", ASL: "StateMachineArn", Type: cty.String, Required: true,
			Doc: "ARN of the machine, of a version or of an alias.",
		},
		{
			Name: "input", ASL: "Input", Type: whatever, Keep: true, Default: `{}`,
			Doc: "Input of the execution.",
		},
	},
	Modes: []Mode{
		{
			Await:    "completion",
			Call:     Call{Resource: "arn:aws:states:::states:startExecution.sync:2", Answer: executionAnswer},
			Result:   whatever,
			Unwrap:   `result.Output`,
			Metadata: true,
			Allow: []Allow{
				allow(stateMachineARN, "states:StartExecution"),
				allow("arn:{partition}:states:{region}:{account}:execution:{arn}:*",
					"states:DescribeExecution", "states:StopExecution"),
				managedRule("StepFunctionsGetEventsForStepFunctionsExecutionRule"),
			},
		},
		{
			Await:  "callback",
			Call:   Call{Resource: "arn:aws:states:::states:startExecution.waitForTaskToken"},
			Result: whatever,
			Allow:  []Allow{allow(stateMachineARN, "states:StartExecution")},
		},
		{
			Await:    "none",
			Call:     Call{Resource: "arn:aws:states:::states:startExecution"},
			Result:   executionStarted,
			Metadata: true,
			Allow:    []Allow{allow(stateMachineARN, "states:StartExecution")},
		},
	},
	Notes: []string{
		"An execution that fails raises `States.TaskFailed`, with its error and cause as JSON in the cause.",
		"An express machine can only be started, with `await = \"none\"`.",
		"`AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID = run.id` in the input links the two executions in AWS's console.",
	},
	Errors:    executionErrors,
	Transient: executionTransient,
	Example: `task "state_machine" "legacy" {
  arn   = "arn:aws:states:eu-west-1:123456789012:stateMachine:legacy"
  input = { day = run.scheduled_date }
}`,
}

const stateMachineARN = "arn:{partition}:states:{region}:{account}:stateMachine:{arn}"
