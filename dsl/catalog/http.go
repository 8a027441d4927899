package catalog

import "github.com/zclconf/go-cty/cty"

// httpCall calls an HTTPS endpoint through an EventBridge connection.
var httpCall = Kind{
	Name: "http",
	Doc:  "Calls an HTTPS endpoint, with the credentials of an Amazon EventBridge connection.",
	Args: []Arg{
		{
			Name: "method", ASL: "Method", Type: cty.String, Required: true,
			Enum: []string{"GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"},
			Doc:  "Method of the request.",
		},
		{
			Name: "url", ASL: "ApiEndpoint", Type: cty.String, Required: true,
			Doc: "URL of the endpoint.",
		},
		{
			Name: "connection", ASL: "InvocationConfig.ConnectionArn", Type: cty.String, Required: true,
			Doc: "ARN of the connection.",
		},
		{
			Name: "headers", ASL: "Headers", Type: whatever,
			Doc: "Headers of the request. Those of the connection win.",
		},
		{
			Name: "query", ASL: "QueryParameters", Type: whatever,
			Doc: "Parameters of the query, after the `?`.",
		},
		{
			Name: "body", ASL: "RequestBody", Type: whatever, Keep: true,
			Doc: "Body of the request: any value, sent as JSON.",
		},
	},
	Modes: []Mode{{
		Await: "completion",
		Call:  Call{Resource: "arn:aws:states:::http:invoke"},
		Result: record(map[string]cty.Type{
			"Headers":      whatever,
			"ResponseBody": whatever,
			"StatusCode":   cty.Number,
			"StatusText":   cty.String,
		}),
		Allow: []Allow{
			{
				Actions:  []string{"states:InvokeHTTPEndpoint"},
				Resource: "arn:{partition}:states:{region}:{account}:stateMachine:{pipeline.name}",
				Conditions: []Condition{
					{Test: "StringEquals", Key: "states:HTTPMethod", Value: "{method}"},
					{Test: "StringLike", Key: "states:HTTPEndpoint", Value: "{url}"},
				},
			},
			allow("arn:{partition}:events:{region}:{account}:connection/{connection}", "events:RetrieveConnectionCredentials"),
			allow("arn:{partition}:secretsmanager:{region}:{account}:secret:events!connection/*",
				"secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"),
		},
	}},
	OwnRole: true,
	Notes: []string{
		"An answer of 400 or more raises `States.Http.StatusCode.` and the code; 429 and 502 to 504 are `\"transient\"`.",
		"AWS refuses headers of its own and of the transport, such as `Authorization` and `Host`, with `States.Runtime`, which " +
			"nothing catches.",
		"The members of the result are those of API Gateway's integration; for this one they are unverified.",
	},
	Errors: []string{
		"States.Http.Socket",
		"States.Http.StatusCode.400",
		"States.Http.StatusCode.401",
		"States.Http.StatusCode.403",
		"States.Http.StatusCode.404",
		"States.Http.StatusCode.429",
		"States.Http.StatusCode.500",
		"States.Http.StatusCode.502",
		"States.Http.StatusCode.503",
		"States.Http.StatusCode.504",
	},
	Transient: []string{
		"States.Http.Socket",
		"States.Http.StatusCode.429",
		"States.Http.StatusCode.502",
		"States.Http.StatusCode.503",
		"States.Http.StatusCode.504",
	},
	Example: `task "http" "rates" {
  method     = "GET"
  url        = "https://api.example.com/rates"
  connection = "arn:aws:events:eu-west-1:123456789012:connection/rates/0123abcd-0123-abcd-0123-abcd01234567"
  query      = { day = run.scheduled_date }
}`,
}
