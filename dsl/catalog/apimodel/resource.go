package apimodel

import "strings"

// A Call is what a Task state calls, as far as its service is in the table.
type Call struct {
	// Service as it stands in resources of SDK integrations.
	Service *Service

	// Operation is nil where the service has none of that name.
	Operation *Operation

	Casing Casing
}

// Resource finds what a Task state calls by its resource, in partition aws:
// "arn:aws:states:::glue:startJobRun.sync". It reports false where the table has
// no such service.
func Resource(resource string) (Call, bool) {
	rest, ok := strings.CutPrefix(resource, "arn:aws:states:::")
	if !ok {
		return Call{}, false
	}
	rest, sdk := strings.CutPrefix(rest, "aws-sdk:")
	service, action, ok := strings.Cut(rest, ":")
	if !ok {
		return Call{}, false
	}
	action, _, _ = strings.Cut(action, ".")
	c := Call{Casing: AsSDK}
	if !sdk {
		c.Casing = AsAPI
		if op, ok := ownOperations[service+":"+action]; ok {
			c.Operation = op()
		}
		if service = optimized[service]; service == "bedrock" && action == "invokeModel" {
			service = "bedrockruntime"
		}
	}
	if c.Service, ok = Lookup(service); !ok {
		return Call{Operation: c.Operation, Casing: c.Casing}, c.Operation != nil
	}
	if c.Operation == nil {
		c.Operation, _ = c.Service.Operation(action)
	}
	return c, true
}

// optimized are the services that Step Functions has integrations of its own for,
// by their names there, and what they are called in resources of SDK integrations.
var optimized = map[string]string{
	"athena":           "athena",
	"batch":            "batch",
	"bedrock":          "bedrock",
	"codebuild":        "codebuild",
	"databrew":         "databrew",
	"dynamodb":         "dynamodb",
	"ecs":              "ecs",
	"eks":              "eks",
	"elasticmapreduce": "emr",
	"emr-containers":   "emrcontainers",
	"emr-serverless":   "emrserverless",
	"events":           "eventbridge",
	"glue":             "glue",
	"lambda":           "lambda",
	"mediaconvert":     "mediaconvert",
	"sagemaker":        "sagemaker",
	"sns":              "sns",
	"sqs":              "sqs",
	"states":           "sfn",
}
