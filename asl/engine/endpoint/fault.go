package endpoint

import (
	"fmt"
	"net/http"

	"github.com/pipectl/pipectl/asl"
)

// A fault is an answer other than the one that was asked for: AWS's exception
// of a name, with its message.
type fault struct {
	code    string
	message string
	status  int        // of HTTP; 0 is 400
	members asl.Object // of the exception, besides its message
}

func (f *fault) Error() string { return f.code + ": " + f.message }

func faultf(code, format string, args ...any) *fault {
	return &fault{code: code, message: fmt.Sprintf(format, args...)}
}

// invalid is a request that breaks a rule which no exception is named after.
func invalid(format string, args ...any) *fault {
	return faultf("ValidationException", format, args...)
}

// because gives a ValidationException its reason (enumeration
// ValidationExceptionReason of the API model).
func (f *fault) because(reason string) *fault {
	f.members = asl.Object{{Key: "reason", Value: asl.String(reason)}}
	return f
}

// conflict is a ConflictException; the API model gives it HTTP status 409.
func conflict(format string, args ...any) *fault {
	f := faultf("ConflictException", format, args...)
	f.status = http.StatusConflict
	return f
}

// quota is a ServiceQuotaExceededException; the API model gives it HTTP status
// 402.
func quota(format string, args ...any) *fault {
	f := faultf("ServiceQuotaExceededException", format, args...)
	f.status = http.StatusPaymentRequired
	return f
}

func invalidARN(text string) *fault { return faultf("InvalidArn", "Invalid Arn: '%s'", text) }

func noMachine(arn string) *fault {
	return faultf("StateMachineDoesNotExist", "State Machine Does Not Exist: '%s'", arn)
}

func noExecution(arn string) *fault {
	return faultf("ExecutionDoesNotExist", "Execution Does Not Exist: '%s'", arn)
}

func noActivity(arn string) *fault {
	return faultf("ActivityDoesNotExist", "Activity Does Not Exist: '%s'", arn)
}

// notFound is of resources that have no exception of their own.
func notFound(arn string) *fault {
	f := faultf("ResourceNotFound", "Resource not found: '%s'", arn)
	f.members = asl.Object{{Key: "resourceName", Value: asl.String(arn)}}
	return f
}

// errClosing is what is answered when the endpoint ends meanwhile.
var errClosing = &fault{code: "ServiceUnavailable", message: "The endpoint is shutting down", status: http.StatusServiceUnavailable}
