package validate

import (
	"slices"
	"strings"

	"github.com/pipectl/pipectl/asl"
)

// errorNames are the errors of AWS's own that a definition can name
// (Developer Guide, "Error names", and the specification's appendix).
var errorNames = []string{
	"States.ALL", "States.BranchFailed", "States.DataLimitExceeded", "States.ExceedToleratedFailureThreshold",
	"States.HeartbeatTimeout", "States.Http.Socket", "States.IntrinsicFailure", "States.ItemReaderFailed",
	"States.NoChoiceMatched", "States.ParameterPathFailure", "States.Permissions", "States.QueryEvaluationError",
	"States.ResultPathMatchFailure", "States.ResultWriterFailed", "States.Runtime", "States.TaskFailed", "States.Timeout",
}

// errors checks Retry and Catch.
func (x *stateChecker) errors(retry []asl.Retrier, catch []asl.Catcher) {
	for i, r := range retry {
		x.errorEquals(x.at.member("Retry").item(i), "retrier", r.ErrorEquals, i == len(retry)-1)
	}
	for i, c := range catch {
		at := x.at.member("Catch").item(i)
		x.errorEquals(at, "catcher", c.ErrorEquals, i == len(catch)-1)
		if c.ResultPath != nil {
			x.field(at, "ResultPath", c.ResultPath)
		}
		avail := available{errorOutput: true}
		if c.Output != nil {
			switch x.lang {
			case langPath:
				x.otherLanguage(at.member("Output"), "Output", langJSONata)
			case langJSONata:
				x.payload(at.member("Output"), c.Output, avail)
			case langUnknown:
			}
		}
		if c.Assign != nil {
			x.assign(at.member("Assign"), c.Assign, avail)
		}
	}
}

func (x *stateChecker) errorEquals(at *place, what string, names []string, last bool) {
	at = at.member("ErrorEquals")
	for i, name := range names {
		if name == "States.ALL" {
			switch {
			case len(names) > 1:
				x.add(AllErrors, at, "Remove the other names, which it includes.", "States.ALL does not stand alone.")
			case !last:
				x.add(AllErrors, at, "Move the "+what+" to the end.", "States.ALL is not in the last %s.", what)
			}
			continue
		}
		if strings.HasPrefix(name, "States.") && !slices.Contains(errorNames, name) &&
			!strings.HasPrefix(name, "States.Http.StatusCode.") && !placeholder(name) {
			fix := "Correct it; errors of your own have names that do not begin with \"States.\"."
			if near := nearest(name, errorNames); near != "" {
				fix = "Did you mean " + near + "?"
			}
			x.add(UnknownError, at.item(i), fix, "AWS has no error %q.", name)
		}
	}
}
