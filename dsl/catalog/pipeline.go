package catalog

import "github.com/zclconf/go-cty/cty"

// pipeline runs another pipeline of the project. One of type "express" answers
// at once, in text, and says in its answer whether it failed.
var pipeline = Kind{
	Name: "pipeline",
	Doc:  "Runs another pipeline of the project and waits for its output.",
	Args: []Arg{
		{
			Name: "pipeline", Type: cty.String, Ref: "pipeline", Required: true, Static: true,
			Doc: "The pipeline: `pipeline.NAME`, not the one the task is in. Where it has an `alias`, the version that this leads to runs.",
		},
		{
			Name: "input", Type: whatever, Keep: true, Default: `{}`,
			Doc: "Values for its inputs.",
		},
	},
	Modes: []Mode{
		{
			Await: "completion",
			When:  `pipeline_type == "standard"`,
			Call: Call{
				Resource:  "arn:aws:states:::states:startExecution.sync:2",
				Arguments: pipelineArguments,
				Keep:      []string{"Input"},
				Answer:    executionAnswer,
			},
			Result:   whatever,
			Unwrap:   `result.Output`,
			Metadata: true,
			Allow: []Allow{
				allow(pipelineARN, "states:StartExecution"),
				aliased("states:StartExecution"),
				allow("arn:{partition}:states:{region}:{account}:execution:{pipeline}:*",
					"states:DescribeExecution", "states:StopExecution"),
				managedRule("StepFunctionsGetEventsForStepFunctionsExecutionRule"),
			},
		},
		{
			Await: "completion",
			Call: Call{
				Resource: "arn:aws:states:::aws-sdk:sfn:startSyncExecution",
				Arguments: `{
  StateMachineArn = "arn:${aws.partition}:states:${aws.region}:${aws.account_id}:stateMachine:${pipeline}${pipeline_alias}"
  Input           = jsonencode(input)
}`,
				Answer: record(map[string]cty.Type{
					"BillingDetails":  whatever,
					"Cause":           cty.String,
					"Error":           cty.String,
					"ExecutionArn":    cty.String,
					"Input":           cty.String,
					"InputDetails":    whatever,
					"Name":            cty.String,
					"Output":          cty.String,
					"OutputDetails":   whatever,
					"StartDate":       cty.String,
					"StateMachineArn": cty.String,
					"Status":          cty.String,
					"StopDate":        cty.String,
					"TraceHeader":     cty.String,
				}),
			},
			Result:    whatever,
			Unwrap:    `jsondecode(result.Output)`,
			Fail:      `result.Status != "SUCCEEDED"`,
			Error:     `result.Error != null ? result.Error : "States.TaskFailed"`,
			Cause:     `result.Cause != null ? result.Cause : "the pipeline ended as ${result.Status}"`,
			Transient: SDKCall{Service: "sfn", Action: "startSyncExecution"}.Transient(),
			Allow:     []Allow{allow(pipelineARN, "states:StartSyncExecution"), aliased("states:StartSyncExecution")},
		},
		{
			Await:    "none",
			Call:     Call{Resource: "arn:aws:states:::states:startExecution", Arguments: pipelineArguments, Keep: []string{"Input"}},
			Result:   executionStarted,
			Metadata: true,
			Allow:    []Allow{allow(pipelineARN, "states:StartExecution"), aliased("states:StartExecution")},
		},
	},
	Notes: []string{
		"A pipeline that fails raises `States.TaskFailed`, with its error and cause as JSON in the cause; an express one " +
			"raises its own error.",
		"Each attempt is an execution of its own.",
	},
	Errors:    executionErrors,
	Transient: executionTransient,
	Beside: `pipeline "load" {
  input "day" { type = string }
}`,
	Example: `task "pipeline" "load" {
  pipeline = pipeline.load
  input    = { day = run.scheduled_date }
}`,
}

const pipelineARN = "arn:{partition}:states:{region}:{account}:stateMachine:{pipeline}"

// aliased is the alias of a pipeline that has one. Whether starting it is judged by
// the alias's ARN or by the machine's is UNVERIFIED, so both are allowed.
func aliased(action string) Allow {
	a := allow(pipelineARN+"{pipeline_alias}", action)
	a.If = "pipeline_alias"
	return a
}

// pipelineArguments starts what serves, which is the alias where the pipeline has
// one: the machine itself is what was deployed last, and may serve only a part of
// the executions, or none. It links the two executions in AWS's console; the
// child ignores the member, which is no input of its own.
const pipelineArguments = `{
  StateMachineArn = "arn:${aws.partition}:states:${aws.region}:${aws.account_id}:stateMachine:${pipeline}${pipeline_alias}"
  Input           = merge(input, { AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID = run.id })
}`

// executionAnswer is that of a nested execution waited for by .sync:2, whose
// input and output are JSON and no text.
var executionAnswer = record(map[string]cty.Type{
	"ExecutionArn":    cty.String,
	"Input":           whatever,
	"InputDetails":    whatever,
	"Name":            cty.String,
	"Output":          whatever,
	"OutputDetails":   whatever,
	"RedriveCount":    cty.Number,
	"RedriveStatus":   cty.String,
	"StartDate":       whatever,
	"StateMachineArn": cty.String,
	"Status":          cty.String,
	"StopDate":        whatever,
})

var executionStarted = record(map[string]cty.Type{
	"ExecutionArn": cty.String,
	"StartDate":    cty.String,
})

var executionErrors = []string{
	"StepFunctions.ExecutionAlreadyExistsException",
	"StepFunctions.ExecutionLimitExceededException",
	"StepFunctions.StateMachineDoesNotExistException",
}

var executionTransient = []string{
	"StepFunctions.AWSStepFunctionsException",
	"StepFunctions.KmsThrottlingException",
	"StepFunctions.SdkClientException",
}
