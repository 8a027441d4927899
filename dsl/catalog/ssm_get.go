package catalog

import "github.com/zclconf/go-cty/cty"

// ssmGet reads a parameter of Parameter Store.
var ssmGet = Kind{
	Name: "ssm_get",
	Doc:  "Reads a parameter of AWS Systems Manager Parameter Store.",
	Args: []Arg{
		{
			Name: "name", ASL: "Name", Type: cty.String, Required: true,
			Form: `^(arn:[^:]+:ssm:[^:]+:[^:]+:parameter/[^:]+|[0-9A-Za-z_./-]+)$`,
			Like: "/orders/batch-size",
			Doc:  "Name or ARN of the parameter.",
		},
		{
			Name: "version", Type: cty.String,
			Doc: "Version or label to read; the newest where it is left out.",
		},
		{
			Name: "decrypt", ASL: "WithDecryption", Type: cty.Bool,
			Doc: "Whether the value of a secure string is decrypted.",
		},
		{
			Name: "kms_key", Type: cty.String, Static: true, With: "decrypt", Form: kmsKeyForm, Like: kmsKeyLike,
			Doc: "Id or ARN of the customer managed key that the value is encrypted with, so that the machine may use it. AWS's own key needs none.",
		},
	},
	Modes: []Mode{{
		Await: "completion",
		Call: Call{
			Resource:  "arn:aws:states:::aws-sdk:ssm:getParameter",
			Arguments: `{ Name = version == null ? name : "${name}:${version}" }`,
			Answer:    record(map[string]cty.Type{"Parameter": ssmParameter}),
		},
		Result: ssmParameter,
		Unwrap: `result.Parameter`,
		Allow: []Allow{
			allow("arn:{partition}:ssm:{region}:{account}:parameter/{name}", "ssm:GetParameter"),
			useKey("ssm", "kms:Decrypt"),
		},
	}},
	Notes: []string{
		"The result is the parameter: `task.NAME.output.Value` is its value, a string list's with commas between.",
		"What is decrypted stands in the execution's history, where everybody who may read that can read it. Let the task " +
			"that needs a secret read it.",
	},
	Errors: []string{
		"Ssm.InvalidKeyIdException",
		"Ssm.ParameterNotFoundException",
		"Ssm.ParameterVersionNotFoundException",
	},
	Transient: SDKCall{Service: "ssm", Action: "getParameter"}.Transient(),
	Example: `task "ssm_get" "size" {
  name = "/orders/batch-size"
}`,
}

var ssmParameter = record(map[string]cty.Type{
	"Arn":              cty.String,
	"DataType":         cty.String,
	"LastModifiedDate": cty.String,
	"Name":             cty.String,
	"Selector":         cty.String,
	"SourceResult":     cty.String,
	"Type":             cty.String,
	"Value":            cty.String,
	"Version":          cty.Number,
})

// Keys are named by id or ARN: a policy allows nothing on a key by its alias.
const (
	kmsKeyForm = `^(arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/)?(mrk-)?[0-9a-f-]{32,36}$`
	kmsKeyLike = "0123abcd-0123-abcd-0123-0123456789ab"
)

// useKey lets the machine use the key that the argument kms_key names, through
// a service only.
func useKey(service string, actions ...string) Allow {
	return Allow{
		Actions:  actions,
		Resource: "arn:{partition}:kms:{region}:{account}:key/{kms_key}",
		If:       "kms_key",
		Conditions: []Condition{{
			Test: "StringLike", Key: "kms:ViaService", Value: service + ".{region}.amazonaws.com",
		}},
	}
}
