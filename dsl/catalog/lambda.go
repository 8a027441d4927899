package catalog

import "github.com/zclconf/go-cty/cty"

// lambda is a function that the task calls.
var lambda = Kind{
	Name: "lambda",
	Doc:  "Calls an AWS Lambda function and waits for what it returns.",
	Args: []Arg{
		{
			Name: "function", ASL: "FunctionName", Type: cty.String, Required: true,
			Doc: "Name or ARN of the function; a version or alias may follow, as in `name:live`.",
		},
		{
			Name: "payload", ASL: "Payload", Type: whatever, Keep: true,
			Doc: "What the function is given: any value.",
		},
		{
			Name: "qualifier", ASL: "Qualifier", Type: cty.String,
			Doc: "Version or alias to call, where it is no part of `function`.",
		},
	},
	Modes: []Mode{
		{
			Await: "completion",
			Call: Call{
				Resource: "arn:aws:states:::lambda:invoke",
				Answer: record(map[string]cty.Type{
					"ExecutedVersion": cty.String,
					"FunctionError":   cty.String,
					"LogResult":       cty.String,
					"Payload":         whatever,
					"StatusCode":      cty.Number,
				}),
			},
			Result:   whatever,
			Unwrap:   `result.Payload`,
			Metadata: true,
			Allow:    lambdaInvoke,
		},
		{
			Await:  "callback",
			Call:   Call{Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken"},
			Result: whatever,
			Allow:  lambdaInvoke,
		},
		{
			Await:    "none",
			Call:     Call{Resource: "arn:aws:states:::lambda:invoke", Arguments: `{ InvocationType = "Event" }`},
			Result:   record(map[string]cty.Type{"StatusCode": cty.Number}),
			Metadata: true,
			Allow:    lambdaInvoke,
		},
	},
	Notes: []string{
		"An error that the function raises keeps its own name, such as `ValueError`, and is not `\"transient\"`.",
		"With `await = \"callback\"` the heartbeat's clock starts when the function has returned.",
	},
	Errors: []string{
		"Lambda.ResourceNotFoundException",
		"Lambda.TooManyRequestsException",
		"Lambda.Unknown",
		"Sandbox.Timedout",
	},
	Transient: lambdaTransient,
	Example: `task "lambda" "source" {
  function = "source-external-systems"
  payload  = { date = run.scheduled_date }
}`,
}

// lambdaInvoke allows calling a function by its bare name and, as IAM takes
// the two for different resources, by any of its versions and aliases.
var lambdaInvoke = []Allow{
	allow("arn:{partition}:lambda:{region}:{account}:function:{function}", "lambda:InvokeFunction"),
	allow("arn:{partition}:lambda:{region}:{account}:function:{function}:*", "lambda:InvokeFunction"),
}

var lambdaTransient = []string{
	"Lambda.AWSLambdaException",
	"Lambda.ClientExecutionTimeoutException",
	"Lambda.SdkClientException",
	"Lambda.ServiceException",
	"Lambda.TooManyRequestsException",
}
