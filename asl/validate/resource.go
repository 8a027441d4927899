package validate

import (
	"regexp"
	"strings"

	"github.com/pipectl/pipectl/asl"
)

// A pattern is how a task waits for its service.
type pattern uint8

const (
	jobSync   pattern = 1 << iota // .sync
	jobSync2                      // .sync:2
	taskToken                     // .waitForTaskToken
)

// integrations are the optimized integrations: the actions of each service and
// the patterns that each supports beside request-response (Developer Guide,
// "Optimized integrations" and the pages of the services).
var integrations = map[string]map[string]pattern{
	"apigateway": {"invoke": taskToken},
	"athena": {
		"startQueryExecution": jobSync, "stopQueryExecution": 0, "getQueryExecution": 0, "getQueryResults": 0,
	},
	"batch":   {"submitJob": jobSync},
	"bedrock": {"invokeModel": taskToken, "createModelCustomizationJob": jobSync},
	"codebuild": {
		"startBuild": jobSync, "stopBuild": 0, "batchDeleteBuilds": 0, "batchGetReports": 0,
		"startBuildBatch": jobSync, "stopBuildBatch": 0, "retryBuildBatch": jobSync, "deleteBuildBatch": 0,
	},
	"databrew": {"startJobRun": jobSync},
	"dynamodb": {"getItem": 0, "putItem": 0, "updateItem": 0, "deleteItem": 0},
	"ecs":      {"runTask": jobSync | taskToken},
	"eks": {
		"createCluster": jobSync, "deleteCluster": jobSync, "createNodegroup": jobSync, "deleteNodegroup": jobSync,
		"createFargateProfile": jobSync, "deleteFargateProfile": jobSync, "call": 0, "runJob": jobSync,
	},
	"elasticmapreduce": {
		"createCluster": jobSync, "addStep": jobSync, "cancelStep": 0, "terminateCluster": jobSync,
		"setClusterTerminationProtection": 0, "modifyInstanceFleetByName": 0, "modifyInstanceGroupByName": 0,
	},
	"emr-containers": {"createVirtualCluster": 0, "deleteVirtualCluster": jobSync, "startJobRun": jobSync},
	"emr-serverless": {
		"createApplication": jobSync, "startApplication": jobSync, "stopApplication": jobSync, "deleteApplication": jobSync,
		"startJobRun": jobSync, "cancelJobRun": jobSync,
	},
	"events":       {"putEvents": taskToken},
	"glue":         {"startJobRun": jobSync},
	"http":         {"invoke": 0},
	"lambda":       {"invoke": taskToken},
	"mediaconvert": {"createJob": jobSync},
	"sagemaker": {
		"createEndpoint": 0, "createEndpointConfig": 0, "createModel": 0, "updateEndpoint": 0,
		"createHyperParameterTuningJob": jobSync, "createLabelingJob": jobSync, "createProcessingJob": jobSync,
		"createTrainingJob": jobSync, "createTransformJob": jobSync,
	},
	"sns":    {"publish": taskToken},
	"sqs":    {"sendMessage": taskToken},
	"states": {"startExecution": jobSync | jobSync2 | taskToken},
}

var (
	integrationARN = regexp.MustCompile(`^arn:[a-z0-9-]+:states:::(.+)$`)
	activityARN    = regexp.MustCompile(`^arn:[a-z0-9-]+:states:[^:]*:[^:]*:activity:.+$`)
	lambdaARN      = regexp.MustCompile(`^arn:[a-z0-9-]+:lambda:`)
	sdkAction      = regexp.MustCompile(`^[a-z][A-Za-z0-9]*$`)
)

// resource checks a Task's resource.
func (x *stateChecker) resource(at *place, arn string) {
	if placeholder(arn) {
		x.expressResource(at, arn)
		return
	}
	switch m := integrationARN.FindStringSubmatch(arn); {
	case m != nil:
		x.integration(at, arn, m[1])
	case activityARN.MatchString(arn), lambdaARN.MatchString(arn):
	default:
		if strings.Contains(arn, "${") {
			x.add(Unrecognised, at, "Close the placeholder with }.", "The resource %q has a placeholder that does not end.", arn)
			return
		}
		x.add(UnknownService, at, "Write the ARN of an integration, a Lambda function or an activity.",
			"The resource %q is not an ARN of a kind that Step Functions calls.", arn)
	}
	x.expressResource(at, arn)
}

func (x *stateChecker) integration(at *place, arn, rest string) {
	name, wanted, suffix := patternOf(rest)
	if service, ok := strings.CutPrefix(name, "aws-sdk:"); ok {
		service, action, found := strings.Cut(service, ":")
		switch {
		case !found || !sdkAction.MatchString(action):
			x.add(Unrecognised, at, "Write aws-sdk:SERVICE:ACTION, the action with a small first letter.", "The resource %q is not recognised.", arn)
		case wanted&(jobSync|jobSync2) != 0:
			x.add(Pattern, at, "Call the action without it, and poll until the work is done.", "aws-sdk integrations do not support %s.", suffix)
		case !asl.IsSDKService(service):
			x.add(UnknownService, at, "Check the name against the list of supported services.", "%q is not among the documented services of aws-sdk.", service)
		}
		return
	}
	service, action, _ := strings.Cut(name, ":")
	actions, ok := integrations[service]
	if !ok {
		x.add(Unrecognised, at, "Call it by aws-sdk:SERVICE:ACTION.", "The resource %q is not recognised: %q has no integration of its own.", arn, service)
		return
	}
	supported, ok := actions[action]
	switch {
	case !ok:
		x.add(Unrecognised, at, "Call it by aws-sdk:SERVICE:ACTION.", "The resource %q is not recognised: %s has no action %q.", arn, service, action)
	case wanted&^supported != 0:
		x.add(Pattern, at, "Call the action without it.", "%s:%s does not support %s.", service, action, suffix)
	}
}

// patternOf splits the pattern from the end of a resource.
func patternOf(rest string) (name string, p pattern, suffix string) {
	for _, s := range []struct {
		suffix string
		p      pattern
	}{{".sync:2", jobSync2}, {".sync", jobSync}, {".waitForTaskToken", taskToken}} {
		if name, ok := strings.CutSuffix(rest, s.suffix); ok {
			return name, s.p, s.suffix
		}
	}
	return rest, 0, ""
}

// expressResource checks what an Express machine cannot call.
func (x *stateChecker) expressResource(at *place, arn string) {
	if !x.express {
		return
	}
	const fix = "Make the machine a Standard one, or call the action without waiting for it."
	if _, p, suffix := patternOf(arn); p != 0 {
		x.add(Express, at, fix, "An Express machine does not support the pattern %s.", suffix)
	} else if activityARN.MatchString(arn) {
		x.add(Express, at, fix, "An Express machine does not support activities.")
	}
}
