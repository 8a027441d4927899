package operate

import (
	"regexp"
	"strings"
)

// ExecutionARN is the ARN of the execution of a name of a standard machine, by
// the ARN of the machine, or of a version or an alias of it.
func ExecutionARN(target, name string) string {
	parts := strings.SplitN(target, ":", 8)
	if len(parts) < 7 {
		return ""
	}
	parts[5] = "execution"
	return strings.Join(parts[:7], ":") + ":" + name
}

// An ID is an execution's ARN taken apart.
type ID struct {
	Region, Account string
	Machine, Name   string
}

var executionARN = regexp.MustCompile(`^arn:[a-z0-9-]+:states:([a-z0-9-]+):([0-9]{12}):execution:([^:]{1,80}):([^:]{1,80})$`)

// ParseExecution reads the ARN of an execution of a standard machine.
func ParseExecution(arn string) (ID, bool) {
	m := executionARN.FindStringSubmatch(arn)
	if m == nil {
		return ID{}, false
	}
	return ID{m[1], m[2], m[3], m[4]}, true
}
