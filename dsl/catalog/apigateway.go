package catalog

import "github.com/zclconf/go-cty/cty"

// apiGateway calls an API of API Gateway.
var apiGateway = Kind{
	Name: "apigateway",
	Doc:  "Calls a REST or HTTP API of Amazon API Gateway and waits for its answer.",
	Args: []Arg{
		{
			Name: "endpoint", ASL: "ApiEndpoint", Type: cty.String, Required: true,
			Form: `^[0-9A-Za-z]+\.execute-api\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$`,
			Like: "a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com",
			Doc:  "Host name of the API, without `https://`, stage and path.",
		},
		{
			Name: "method", ASL: "Method", Type: cty.String, Required: true,
			Enum: []string{"GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"},
			Doc:  "Method of the request.",
		},
		{
			Name: "stage", ASL: "Stage", Type: cty.String,
			Doc: "Stage of the API; none where it has the stage `$default`.",
		},
		{
			Name: "path", ASL: "Path", Type: cty.String,
			Doc: "Path of the request, after the stage.",
		},
		{
			Name: "headers", Type: pairs,
			Doc: "Headers of the request, with one value each; `parameters` gives one more.",
		},
		{
			Name: "query", Type: pairs,
			Doc: "Parameters of the query, with one value each; `parameters` gives one more.",
		},
		{
			Name: "body", ASL: "RequestBody", Type: whatever, Keep: true,
			Doc: "Body of the request: any value, sent as JSON.",
		},
		{
			Name: "auth", ASL: "AuthType", Type: cty.String, Static: true, Enum: []string{"iam_role", "resource_policy"},
			Doc: "Who lets the machine in: its own role, or the API's policy, which names the machine. Left out: the request is not signed, and the API has to let everybody in.",
		},
	},
	Modes: []Mode{
		{
			Await: "completion",
			Call:  Call{Resource: "arn:aws:states:::apigateway:invoke", Arguments: apiGatewayArguments},
			Result: record(map[string]cty.Type{
				"Headers":      whatever,
				"ResponseBody": whatever,
				"StatusCode":   cty.Number,
				"StatusText":   cty.String,
			}),
			Allow: apiGatewayInvoke,
		},
		{
			Await:  "callback",
			Call:   Call{Resource: "arn:aws:states:::apigateway:invoke.waitForTaskToken", Arguments: apiGatewayArguments},
			Result: whatever,
			Allow:  apiGatewayInvoke,
		},
	},
	Notes: []string{
		"An answer of 400 or more raises `ApiGateway.` and the code; 429 and 502 to 504 are `\"transient\"`.",
		"AWS refuses headers of its own and of the transport, such as `Authorization` and `Host`.",
		"That a request without `auth` needs no permission follows from its not being signed; it is unverified.",
	},
	Errors: []string{
		"ApiGateway.400",
		"ApiGateway.401",
		"ApiGateway.403",
		"ApiGateway.404",
		"ApiGateway.409",
		"ApiGateway.429",
		"ApiGateway.500",
		"ApiGateway.502",
		"ApiGateway.503",
		"ApiGateway.504",
	},
	Transient: apiGatewayTransient,
	Example: `task "apigateway" "stock" {
  endpoint = "a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com"
  method   = "GET"
  stage    = "prod"
  path     = "/stock/${run.scheduled_date}"
  query    = { warehouse = "north" }
  auth     = "iam_role"
}`,
}

const apiGatewayArguments = `{
  AuthType        = auth == null ? null : upper(auth)
  Headers         = headers == null ? null : { for name, value in headers : name => [value] }
  QueryParameters = query == null ? null : { for name, value in query : name => [value] }
}`

// apiGatewayInvoke is needed only where the request is signed.
var apiGatewayInvoke = []Allow{{
	Actions:  []string{"execute-api:Invoke"},
	Resource: "arn:{partition}:execute-api:{region}:{account}:{endpoint}/{stage}/{method}/{path}",
	If:       "auth",
}}

var apiGatewayTransient = []string{"ApiGateway.429", "ApiGateway.502", "ApiGateway.503", "ApiGateway.504"}
