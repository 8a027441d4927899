package catalog

import "github.com/zclconf/go-cty/cty"

// bedrockInvoke asks a model of Bedrock.
var bedrockInvoke = Kind{
	Name: "bedrock_invoke",
	Doc:  "Asks a model of Amazon Bedrock and waits for what it answers.",
	Args: []Arg{
		{
			Name: "model", ASL: "ModelId", Type: cty.String,
			Doc: "Id of a foundation model, or ARN of a model of any sort: provisioned, customized, imported.",
		},
		{
			Name: "profile", Type: cty.String,
			Doc: "Id or ARN of an inference profile, by which a model is asked in several regions.",
		},
		{
			Name: "body", ASL: "Body", Type: whatever, Keep: true,
			Doc: "What is asked: an object, in the model's own form, at most 256 KiB.",
		},
		{
			Name: "input", ASL: "Input.S3Uri", Type: cty.String,
			Doc: "S3 URI of what is asked, in place of `body`.",
		},
		{
			Name: "output_location", ASL: "Output.S3Uri", Type: cty.String,
			Doc: "S3 URI that the answer is written to; then it is no part of the result.",
		},
		{
			Name: "content_type", ASL: "ContentType", Type: cty.String,
			Doc: "Media type of what is asked; `application/json` where it is left out.",
		},
		{
			Name: "accept", ASL: "Accept", Type: cty.String,
			Doc: "Media type of the answer; `application/json` where it is left out.",
		},
	},
	OneOf: [][]string{{"model", "profile"}, {"body", "input"}},
	Modes: []Mode{
		{
			Await:  "completion",
			Call:   Call{Resource: "arn:aws:states:::bedrock:invokeModel", Arguments: bedrockArguments},
			Result: record(map[string]cty.Type{"Body": whatever, "ContentType": cty.String}),
			Allow:  bedrockAllow,
		},
		{
			Await:  "callback",
			Call:   Call{Resource: "arn:aws:states:::bedrock:invokeModel.waitForTaskToken", Arguments: bedrockArguments},
			Result: whatever,
			Allow:  bedrockAllow,
		},
	},
	Notes: []string{
		"The answer of a model that answers in JSON is a value in `Body`; use `output_location` where it may pass 256 KiB.",
		"Converse, and answers as a stream, are no part of the integration: `task \"aws\"` has `bedrockruntime:converse`.",
		"The members of the result, and the prefix of the errors, are unverified.",
	},
	Errors: []string{
		"Bedrock.AccessDeniedException",
		"Bedrock.ModelErrorException",
		"Bedrock.ModelNotReadyException",
		"Bedrock.ModelTimeoutException",
		"Bedrock.ResourceNotFoundException",
		"Bedrock.ServiceQuotaExceededException",
		"Bedrock.ValidationException",
	},
	Transient: []string{
		"Bedrock.InternalServerException",
		"Bedrock.ModelNotReadyException",
		"Bedrock.SdkClientException",
		"Bedrock.ServiceUnavailableException",
		"Bedrock.ThrottlingException",
	},
	Example: `task "bedrock_invoke" "summary" {
  model = "anthropic.claude-3-haiku-20240307-v1:0"
  body = {
    anthropic_version = "bedrock-2023-05-31"
    max_tokens        = 500
    messages          = [{ role = "user", content = "What sold best on ${run.scheduled_date}?" }]
  }
}`,
}

const bedrockArguments = `{ ModelId = model != null ? model : profile }`

// bedrockAllow: a profile is asked, and through it, in any of its regions, the
// model behind it, which its id does not tell. Models and profiles are read and
// written under the machine's role.
var bedrockAllow = []Allow{
	{
		Actions:  []string{"bedrock:InvokeModel"},
		Resource: "arn:{partition}:bedrock:{region}::foundation-model/{model}",
		If:       "model",
	},
	{
		Actions:  []string{"bedrock:InvokeModel"},
		Resource: "arn:{partition}:bedrock:{region}:{account}:inference-profile/{profile}",
		If:       "profile",
	},
	{
		Actions:  []string{"bedrock:InvokeModel"},
		Resource: "arn:{partition}:bedrock:*::foundation-model/*",
		If:       "profile",
		Conditions: []Condition{{
			Test: "ArnLike", Key: "bedrock:InferenceProfileArn",
			Value: "arn:{partition}:bedrock:{region}:{account}:inference-profile/{profile}",
		}},
	},
	{Actions: []string{"s3:GetObject"}, Resource: "arn:{partition}:s3:::{input}", If: "input"},
	{Actions: []string{"s3:PutObject"}, Resource: "arn:{partition}:s3:::{output_location}", If: "output_location"},
}
