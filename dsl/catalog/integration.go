package catalog

import (
	"regexp"
	"strings"
)

// An Integration is what is known of the resource of a Task state.
type Integration struct {
	// Use is what the machine's role needs for it.
	Use Use
	// Transient are the errors that "transient" stands for.
	Transient []string
	// Known: it is known what it needs.
	Known bool
}

var functionForm = regexp.MustCompile(`^arn:[a-z-]+:lambda:[a-z0-9-]*:[0-9]*:function:[^{}]+$`)

// IntegrationOf finds what is known of a resource as it stands in a Task state.
// member gives the text of a member of the state's Arguments, by a path with
// dots, as Use.Value does.
func IntegrationOf(resource string, member func(path string) (value string, known bool)) Integration {
	ofArguments := func(name string) (string, bool) {
		path, ok := strings.CutPrefix(name, "arguments.")
		if !ok {
			return "", name != "arguments"
		}
		return member(path)
	}
	switch {
	case functionForm.MatchString(resource):
		return Integration{Use: Use{Allow: []Allow{allow(resource, "lambda:InvokeFunction")}}, Transient: lambdaTransient, Known: true}
	case strings.Contains(resource, ":activity:"):
		return Integration{Known: true} // its workers need permissions, and not the machine
	}
	for i := range waits {
		if w := &waits[i]; w.Resource == resource {
			return Integration{Use: Use{Allow: w.Allow, Value: ofArguments}, Transient: w.Transient(), Known: true}
		}
	}
	for _, k := range All {
		for i := range k.Modes {
			if m := &k.Modes[i]; m.Resource == resource {
				return Integration{Use: Use{Allow: m.Allows(), Value: k.ofArguments(m, member)}, Transient: k.TransientOf(m), Known: true}
			}
		}
	}
	rest, ok := strings.CutPrefix(resource, "arn:aws:states:::")
	if !ok {
		return Integration{}
	}
	rest, sdk := strings.CutPrefix(rest, "aws-sdk:")
	rest, _ = strings.CutSuffix(rest, ".waitForTaskToken")
	if o, ok := ownActions[rest]; ok && !sdk {
		if o.Allow == nil {
			return Integration{}
		}
		return Integration{Use: Use{Allow: o.Allow, Value: ofArguments}, Transient: o.Transient, Known: true}
	}
	call, known, ok := ParseCall(rest)
	if !known || !ok || !sdk && strings.Contains(rest, ".sync") {
		return Integration{}
	}
	return Integration{Use: Use{Allow: call.Allow(ofArguments), Value: ofArguments}, Transient: call.Transient(), Known: true}
}

// ownActions are the optimized integrations whose actions are none of an API, and
// that no kind has. Source: the Developer Guide on each. What a job of eks needs
// besides a role in the cluster it does not say.
var ownActions = map[string]struct {
	Allow     []Allow
	Transient []string
}{
	"eks:runJob": {},
	"elasticmapreduce:modifyInstanceFleetByName": {
		Allow: []Allow{allow(emrClusters, "elasticmapreduce:ListInstanceFleets", "elasticmapreduce:ModifyInstanceFleet")}, Transient: emrTransient,
	},
	"elasticmapreduce:modifyInstanceGroupByName": {
		Allow: []Allow{allow(emrClusters, "elasticmapreduce:ListInstanceGroups", "elasticmapreduce:ModifyInstanceGroups")}, Transient: emrTransient,
	},
}

// ofArguments gives a kind's arguments by what they become in a call. Of one that
// takes part in making the call's arguments nothing is known; one that does not
// is not given.
func (k *Kind) ofArguments(m *Mode, member func(string) (string, bool)) func(string) (string, bool) {
	return func(name string) (string, bool) {
		name, rest, _ := strings.Cut(name, ".")
		a, ok := k.Arg(name)
		if !ok || a.ASL == "" {
			return "", !strings.Contains(m.Arguments, name)
		}
		if rest != "" {
			rest = "." + rest
		}
		return member(a.ASL + rest)
	}
}
