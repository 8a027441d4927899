package catalog

import "github.com/zclconf/go-cty/cty"

// awsCall calls any action of the AWS SDK. What depends on the call is not
// here: its resource, errors and permissions come from SDKCall and Waiting.
var awsCall = Kind{
	Name: "aws",
	Doc:  "Calls any action of any AWS service.",
	Args: []Arg{
		{
			Name: "call", Type: cty.String, Required: true, Static: true,
			Doc: "The action, as `service:action`, such as `s3:headObject`.",
		},
		{
			Name: "arguments", Type: whatever, Default: `{}`,
			Doc: "Arguments of the action, in the API's names with a capital first letter.",
		},
	},
	Modes: []Mode{
		{
			Await:  "none",
			Call:   Call{Resource: "arn:aws:states:::aws-sdk:{service}:{action}", Arguments: `arguments`},
			Result: whatever,
		},
		{
			Await:  "completion",
			Call:   Call{Resource: "arn:aws:states:::{service}:{action}.sync", Arguments: `arguments`},
			Result: whatever,
		},
		{
			Await:  "callback",
			Call:   Call{Resource: "arn:aws:states:::aws-sdk:{service}:{action}.waitForTaskToken", Arguments: `arguments`},
			Result: whatever,
		},
	},
	Notes: []string{
		"Where pipectl has the model of a service's API, an action or a member that is not in it, a required member that is " +
			"left out and a value of another type are errors; a value that the model does not list is a warning. The result " +
			"is of the type that the model has, unless `returns` says another.",
		"Members are spelt as the SDK for Java spells them, with a capital first letter: DBInstanceIdentifier of the API is " +
			"DbInstanceIdentifier. That an acronym is folded wherever a name begins with one is unverified.",
		"The task is done when the service has answered. `await = \"completion\"` waits for the work itself where AWS has " +
			"an integration that does; elsewhere a `poll` block waits.",
		"An error is named after the SDK's service, as `S3.NoSuchKeyException`, and always ends in `Exception`; with " +
			"`await = \"completion\"` it may go by another prefix.",
	},
	Example: `task "aws" "marker" {
  call      = "s3:headObject"
  arguments = { Bucket = "acme-lake", Key = "raw/_SUCCESS" }
}`,
}
