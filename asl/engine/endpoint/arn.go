package endpoint

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// An arn names a resource of Step Functions:
// arn:PARTITION:states:REGION:ACCOUNT:KIND:NAME, where a qualifier may follow.
type arn struct {
	kind string // "stateMachine", "execution", "express", "activity", "mapRun"
	name string // of the machine, or of the activity
	rest string // what follows the name: a version, an alias, an execution's name
	full string
}

// mostARN is the longest that ARNs but those of Map Runs may be (API model).
const mostARN = 256

// readARN reads the ARN of a resource of one of some kinds, in any account: what
// does not exist here is for the caller to tell.
func readARN(s string, kinds ...string) (arn, error) {
	parts := strings.SplitN(s, ":", 8)
	if len(parts) < 7 || parts[0] != "arn" || parts[1] == "" {
		return arn{}, invalidARN("Invalid ARN prefix: " + s)
	}
	if parts[2] != "states" {
		return arn{}, invalidARN("Resource not of Step Functions: " + s)
	}
	a := arn{kind: parts[5], name: parts[6], full: s}
	if len(parts) == 8 {
		a.rest = parts[7]
	}
	for _, kind := range kinds {
		if a.kind == kind && a.name != "" && (len(parts) == 7 || a.rest != "") {
			return a, nil
		}
	}
	return arn{}, invalidARN("Resource type not valid in this context: " + a.kind)
}

// own makes the ARN of a resource here.
func (e *Endpoint) own(kind, name string) string {
	return "arn:aws:states:" + e.opts.Region + ":" + e.opts.Account + ":" + kind + ":" + name
}

// machineOf gives the ARN of the machine that a qualified one is about.
func (a arn) machineOf() string {
	if a.rest == "" {
		return a.full
	}
	return strings.TrimSuffix(a.full, ":"+a.rest)
}

// machine reads the ARN of a machine, which a version or an alias may qualify.
func (p *params) machine(key string) (arn, error) {
	return p.arn(key, "stateMachine")
}

// arn reads an ARN that has to be there.
func (p *params) arn(key string, kinds ...string) (arn, error) {
	s := p.text(key, 1, mostARN)
	if err := p.fault(); err != nil {
		return arn{}, err
	}
	return readARN(s, kinds...)
}

// plain wants a machine's ARN without a qualifier.
func (a arn) plain() error {
	if a.rest != "" || strings.Contains(a.name, "/") {
		return invalidARN("The ARN of a state machine must not be qualified here: " + a.full)
	}
	return nil
}

var roleARN = regexp.MustCompile(`^arn:[a-z0-9-]+:iam::[0-9]{12}:role/.+$`)

func checkRole(s string) error {
	if !roleARN.MatchString(s) {
		return invalidARN("Invalid Role Arn: " + s)
	}
	return nil
}

// checkName holds a name of a machine, an execution or an activity to the rules
// of the Developer Guide and the API model.
func checkName(s string) error {
	n := utf8.RuneCountInString(s)
	if n < 1 || n > 80 || strings.ContainsFunc(s, forbidden) {
		return faultf("InvalidName", "Invalid Name: %s", quote(s))
	}
	return nil
}

func forbidden(r rune) bool {
	switch {
	case r <= 0x20, r >= 0x7f && r <= 0xa0, r == 0xfffe, r == 0xffff, r == utf8.RuneError:
		return true
	case r == 0x1680, r >= 0x2000 && r <= 0x200a, r == 0x2028, r == 0x2029, r == 0x202f, r == 0x205f, r == 0x3000:
		return true // white space
	}
	return strings.ContainsRune("?*<>{}[]\"#%\\^|~`$&,;:/", r)
}

// aliasName is the pattern of the API model.
var aliasName = regexp.MustCompile(`^[a-zA-Z0-9_.-]*[a-zA-Z_.-][a-zA-Z0-9_.-]*$`)
