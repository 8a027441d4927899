package aws

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"strings"

	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/pipectl/pipectl/deploy"
)

// prefixes are what IAM calls the services, by what the SDK calls them.
var prefixes = map[string]string{
	"CloudWatch":      "cloudwatch",
	"CloudWatch Logs": "logs",
	"ECS":             "ecs",
	"EMR":             "elasticmapreduce",
	"EventBridge":     "events",
	"IAM":             "iam",
	"S3":              "s3",
	"SFN":             "states",
	"STS":             "sts",
	"Scheduler":       "scheduler",
}

// kinds are the faults behind the names of errors, as the API models have them.
// faultOf knows which of them mean another thing at times.
var kinds = map[string]deploy.FaultKind{
	"ExecutionDoesNotExist":     deploy.NotFound,
	"NoSuchEntity":              deploy.NotFound,
	"ResourceNotFound":          deploy.NotFound,
	"ResourceNotFoundException": deploy.NotFound,
	"StateMachineDoesNotExist":  deploy.NotFound,

	"EntityAlreadyExists":            deploy.Exists,
	"ExecutionAlreadyExists":         deploy.Exists,
	"ResourceAlreadyExistsException": deploy.Exists,
	"StateMachineAlreadyExists":      deploy.Exists,

	"ConcurrentModification":          deploy.Conflict,
	"ConcurrentModificationException": deploy.Conflict,
	"ConflictException":               deploy.Conflict,
	"DeleteConflict":                  deploy.Conflict,
	"EntityTemporarilyUnmodifiable":   deploy.Conflict,
	"OperationAbortedException":       deploy.Conflict,

	"StateMachineDeleting": deploy.Deleting,

	"KmsThrottlingException":   deploy.Throttled,
	"RequestLimitExceeded":     deploy.Throttled,
	"Throttling":               deploy.Throttled,
	"ThrottlingException":      deploy.Throttled,
	"TooManyRequestsException": deploy.Throttled,

	"InternalException":           deploy.Unavailable,
	"InternalFailure":             deploy.Unavailable,
	"InternalServerException":     deploy.Unavailable,
	"RequestTimeout":              deploy.Unavailable,
	"RequestTimeoutException":     deploy.Unavailable,
	"ServiceFailure":              deploy.Unavailable,
	"ServiceUnavailable":          deploy.Unavailable,
	"ServiceUnavailableException": deploy.Unavailable,

	"AccessDenied":             deploy.AccessDenied,
	"AccessDeniedException":    deploy.AccessDenied,
	"AuthorizationError":       deploy.AccessDenied,
	"KmsAccessDeniedException": deploy.AccessDenied,

	"ExecutionLimitExceeded":        deploy.Limit,
	"LimitExceeded":                 deploy.Limit,
	"LimitExceededException":        deploy.Limit,
	"ServiceQuotaExceededException": deploy.Limit,
	"StateMachineLimitExceeded":     deploy.Limit,
	"TooManyTags":                   deploy.Limit,
	"TooManyTagsException":          deploy.Limit,

	"ExecutionNotRedrivable":         deploy.Invalid,
	"InvalidArn":                     deploy.Invalid,
	"InvalidDefinition":              deploy.Invalid,
	"InvalidEncryptionConfiguration": deploy.Invalid,
	"InvalidEventPatternException":   deploy.Invalid,
	"InvalidExecutionInput":          deploy.Invalid,
	"InvalidInput":                   deploy.Invalid,
	"InvalidLoggingConfiguration":    deploy.Invalid,
	"InvalidName":                    deploy.Invalid,
	"InvalidParameterException":      deploy.Invalid,
	"InvalidToken":                   deploy.Invalid,
	"InvalidTracingConfiguration":    deploy.Invalid,
	"MalformedPolicyDocument":        deploy.Invalid,
	"MissingRequiredParameter":       deploy.Invalid,
	"SerializationException":         deploy.Invalid,
	"StateMachineTypeNotSupported":   deploy.Invalid,
	"ValidationError":                deploy.Invalid,
	"ValidationException":            deploy.Invalid,
	"ManagedRuleException":           deploy.Invalid,
	"KmsInvalidStateException":       deploy.Invalid,
}

// passing are what messages say where a role, or what it may do, was written a
// moment ago and is not known everywhere yet. The names of these errors are
// those of mistakes that stay. Sources: aws-facts as in deploy.NotReady;
// Scheduler's and EventBridge's by the issues of terraform-provider-aws.
var passing = []string{
	"authorized to assume the provided role",
	"not authorized to access the log destination",
	"not authorized to create managed-rule",
	"must allow aws eventbridge scheduler to assume the role",
	"cannot be assumed by principal",
	"invalid principal in policy",
}

// denied is how services say which permission is missing.
var denied = regexp.MustCompile(`not authorized to perform: ?([a-z][a-z0-9-]*:[A-Za-z]+)`)

// faultOf makes an error of the SDK one of deploy's: a *deploy.Fault, or the
// error of a context that ended. Only what the service said is in its text.
func faultOf(id deploy.ID, err error) error {
	var known *deploy.Fault
	if err == nil || errors.As(err, &known) {
		return err
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) && !sent(err) {
		return err
	}
	f := &deploy.Fault{ID: id, Err: err}
	operation := ""
	var op *smithy.OperationError
	if errors.As(err, &op) {
		operation = op.OperationName
		f.Call = prefixes[op.ServiceID] + ":" + operation
	}
	var api smithy.APIError
	if errors.As(err, &api) {
		f.Text = withoutRequest(api.ErrorMessage())
		f.Kind = kindOf(operation, api.ErrorCode(), f.Text)
		if f.Text == "" {
			f.Text = api.ErrorCode()
		}
		if f.Kind == deploy.Other && (api.ErrorFault() == smithy.FaultServer || status(err) >= http.StatusInternalServerError) {
			f.Kind = deploy.Unavailable
		}
		if m := denied.FindStringSubmatch(f.Text); m != nil && f.Kind == deploy.AccessDenied {
			f.Action = m[1]
		}
		return f
	}
	f.Text = plain(err)
	if sent(err) || status(err) != 0 {
		// No answer, or one that cannot be read.
		f.Kind = deploy.Unavailable
	}
	return f
}

// withoutRequest is a message without the request that it repeats, as those about
// signatures do, with the session's token among its headers.
func withoutRequest(message string) string {
	text, _, _ := strings.Cut(message, "The Canonical String for this request")
	text, _, _ = strings.Cut(text, "The String-to-Sign should have been")
	return strings.TrimSpace(text)
}

// kindOf says what kind of fault it is by the names of the operation and of the
// error, and by its message where the name means several things.
func kindOf(operation, code, message string) deploy.FaultKind {
	kind := kinds[code]
	lower := strings.ToLower(message)
	if kind == deploy.AccessDenied || kind == deploy.Invalid {
		for _, text := range passing {
			if strings.Contains(lower, text) {
				return deploy.NotReady
			}
		}
	}
	if kind == deploy.Conflict {
		switch operation {
		case "CreateStateMachineAlias", "CreateSchedule", "CreateScheduleGroup":
			return deploy.Exists
		}
	}
	return kind
}

// sent says whether a request was sent, or began to be, and no answer came.
func sent(err error) bool {
	var send *smithyhttp.RequestSendError
	return errors.As(err, &send)
}

// status of the answer; zero: there was none.
func status(err error) int {
	var response *smithyhttp.ResponseError
	if errors.As(err, &response) {
		return response.HTTPStatusCode()
	}
	return 0
}

// plain is what an error says below the SDK's own words.
func plain(err error) string {
	var send *smithyhttp.RequestSendError
	if errors.As(err, &send) {
		return send.Err.Error()
	}
	var op *smithy.OperationError
	if errors.As(err, &op) {
		return op.Err.Error()
	}
	return err.Error()
}

// notFound is a fault of our own, where a service has no error for it.
func notFound(call string, id deploy.ID) error {
	return &deploy.Fault{Kind: deploy.NotFound, Call: call, ID: id}
}

// deleting is a fault of our own, where a resource says it of itself.
func deleting(call string, id deploy.ID) error {
	return &deploy.Fault{Kind: deploy.Deleting, Call: call, ID: id}
}
