package awstest

import (
	"fmt"
	"net/http"
)

// A Problem is an error of a service, by the name and with the status that its
// API model gives it.
type Problem struct {
	Code    string
	Message string
	Status  int // of HTTP
}

func refuse(status int, code, format string, args ...any) *Problem {
	return &Problem{code, fmt.Sprintf(format, args...), status}
}

// Trouble is what goes wrong with a call.
type Trouble struct {
	// Do says that the call is made all the same.
	Do bool
	// Problem is the answer, in place of the call's own, and Answer one that
	// refuses nothing.
	Problem *Problem
	Answer  map[string]any
	// Cut has the connection reset in place of an answer.
	Cut bool
	// Hang has no answer come until the client gives up.
	Hang bool
	// Then, unless nil, is called when the call was made, or was not, before
	// the answer.
	Then func()
}

// Throttled is a call that was one too many.
func Throttled(c Call) *Trouble {
	code := "ThrottlingException"
	status := http.StatusBadRequest
	switch c.Service {
	case "iam", "sts":
		code = "Throttling"
	case "scheduler":
		status = http.StatusTooManyRequests
	}
	return &Trouble{Problem: refuse(status, code, "Rate exceeded")}
}

// Broken is an answer of 500. Whether the call was made nobody can tell by it.
func Broken(c Call, made bool) *Trouble {
	code := map[string]string{
		"iam": "ServiceFailure", "sts": "InternalFailure", "scheduler": "InternalServerException",
		"events": "InternalException", "logs": "ServiceUnavailableException",
	}[c.Service]
	if code == "" {
		code = "InternalFailure"
	}
	return &Trouble{Do: made, Problem: refuse(http.StatusInternalServerError, code, "The request processing has failed because of an unknown error")}
}

// Reset is a connection that breaks, before the call is made or after.
func Reset(made bool) *Trouble { return &Trouble{Do: made, Cut: true} }

// Hangs is a call that is never answered, made or not.
func Hangs(made bool) *Trouble { return &Trouble{Do: made, Hang: true} }

// Killed is a call that is made and whose caller is gone when the answer comes:
// kill is called in between.
func Killed(kill func()) *Trouble { return &Trouble{Do: true, Cut: true, Then: kill} }

// Conflicting is a call that meets somebody else's.
func Conflicting(c Call) *Trouble {
	p := refuse(http.StatusConflict, "ConflictException", "The request conflicts with another one that is under way")
	switch c.Service {
	case "iam":
		p.Code = "ConcurrentModification"
	case "logs":
		p.Code, p.Status = "OperationAbortedException", http.StatusBadRequest
	case "events":
		p.Code, p.Status = "ConcurrentModificationException", http.StatusBadRequest
	}
	return &Trouble{Problem: p}
}

// Denied is a call that its caller is not allowed: of an action, which may be
// another than the call's own.
func Denied(c Call, action string) *Trouble {
	code, status := "AccessDeniedException", http.StatusBadRequest
	switch c.Service {
	case "iam", "sts":
		code, status = "AccessDenied", http.StatusForbidden
	case "scheduler":
		status = http.StatusForbidden
	}
	return &Trouble{Problem: refuse(status, code, "User: %s is not authorized to perform: %s on resource: * "+
		"because no identity-based policy allows the %s action", "arn:aws:sts::123456789012:assumed-role/deployer/test", action, action)}
}
