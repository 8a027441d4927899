package catalog

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// An SDKCall is what a task of kind "aws" calls. Find it with ParseCall.
type SDKCall struct {
	// Service as it stands in a resource, "emrserverless".
	Service string
	// Action with a lower-case first letter, "createApplication".
	Action string
}

// ParseCall reads "service:action". The service may be written as Step
// Functions, the command line or IAM write it, the action with either case of
// its first letter. It reports false where the text is nothing of the kind, and
// known false where Step Functions documents no such service, or says that it
// cannot call this action of it.
func ParseCall(text string) (call SDKCall, known, ok bool) {
	service, action, found := strings.Cut(text, ":")
	if !found || !callForm.MatchString(service) || !callForm.MatchString(action) || strings.Contains(action, "-") {
		return SDKCall{}, false, false
	}
	call.Service, known = sdkService(service)
	call.Action = withFirst(action, unicode.ToLower)
	return call, known && !call.refused(), true
}

var callForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]*$`)

func withFirst(s string, change func(rune) rune) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(change(r)) + s[n:]
}

// String is the call as users write it.
func (c SDKCall) String() string { return c.Service + ":" + c.Action }

// Operation is the name of the action in the API, "CreateApplication".
func (c SDKCall) Operation() string { return withFirst(c.Action, unicode.ToUpper) }

// Resource of a Task state that makes the call and waits for the answer only.
func (c SDKCall) Resource() string {
	return "arn:aws:states:::aws-sdk:" + c.Service + ":" + c.Action
}

// sdkRefused are the actions that Step Functions documents as unsupported,
// most of them because they answer by a stream. Sorted.
var sdkRefused = []string{
	"bedrockagentruntime:invokeAgent",
	"bedrockagentruntime:invokeFlow",
	"bedrockagentruntime:invokeInlineAgent",
	"bedrockagentruntime:optimizePrompt",
	"bedrockagentruntime:retrieveAndGenerateStream",
	"bedrockruntime:converseStream",
	"bedrockruntime:invokeModelWithResponseStream",
	"cloudwatchlogs:startLiveTail",
	"efs:createTags",
	"elastictranscoder:testRole",
	"emr:describeJobFlows",
	"iotsitewise:invokeAssistant",
	"kinesis:subscribeToShard",
	"lambda:invokeAsync",
	"lambda:invokeWithResponseStream",
	"lexruntimev2:startConversation",
	"qbusiness:chat",
	"rdsdata:executeSql",
	"s3:selectObjectContent",
	"s3control:selectObjectContent",
	"sagemakerruntime:invokeEndpointWithResponseStream",
	"shield:deleteSubscription",
	"sts:assumeRole",
	"sts:assumeRoleWithSAML",
	"sts:assumeRoleWithWebIdentity",
}

func (c SDKCall) refused() bool {
	_, found := slices.BinarySearch(sdkRefused, c.String())
	return found
}

// ExceptionPrefix is what stands before the dot in the names of the errors that
// the call raises, "EmrServerless". For services that nobody has seen an error
// of it is their name with a capital first letter.
func (c SDKCall) ExceptionPrefix() string {
	if prefix, ok := exceptionPrefixes[c.Service]; ok {
		return prefix
	}
	return withFirst(c.Service, unicode.ToUpper)
}

// sdkTransient are the ends of the names of further transient errors of a
// service, before "Exception".
var sdkTransient = map[string][]string{
	"dynamodb":     {"ProvisionedThroughputExceeded", "RequestLimitExceeded"},
	"ecs":          {"Server"},
	"batch":        {"Server"},
	"glue":         {"InternalService", "OperationTimeout"},
	"kinesis":      {"InternalFailure", "ProvisionedThroughputExceeded"},
	"lambda":       {"Service"},
	"s3":           {"InternalError", "SlowDown"},
	"sns":          {"InternalError", "KmsThrottling", "Throttled"},
	"sqs":          {"KmsThrottled", "RequestThrottled"},
	"eventbridge":  {"Internal"},
	"sfn":          {"KmsThrottling"},
	"redshiftdata": {"ActiveStatementsExceeded"},
}

// Transient are the errors that "transient" stands for: those by which services
// say that they are throttling or at fault, the catch-all of the service, under
// which comes what its API does not name, and failures of the transport.
func (c SDKCall) Transient() []string {
	prefix := c.ExceptionPrefix()
	ends := append([]string{
		prefix, "InternalServer", "InternalServerError", "SdkClient", "ServiceUnavailable", "Throttling", "TooManyRequests",
	}, sdkTransient[c.Service]...)
	names := make([]string, len(ends))
	for i, end := range ends {
		names[i] = prefix + "." + end + "Exception"
	}
	slices.Sort(names)
	return names
}
