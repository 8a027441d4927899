package compiler_test

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/catalog"
)

// A need is an action on a resource, under conditions.
type need struct {
	action, resource string
	conditions       []string
}

// needsOf are the needs of a machine by the facts.
func needsOf(t *testing.T, m *asl.Machine) []need {
	t.Helper()
	var out []need
	asl.Walk(m, func(_, name string, s asl.State) {
		task, ok := s.(*asl.Task)
		if !ok {
			return
		}
		if role, ok := task.Credentials.(asl.Object); ok {
			v, _ := role.Get("RoleArn")
			out = append(out, need{action: "sts:AssumeRole", resource: textOf(v)})
			return
		}
		resource := strings.TrimPrefix(task.Resource, "arn:aws:states:::")
		found := needNothing.MatchString(resource)
		for line := range strings.Lines(facts) {
			of, rest, ok := strings.Cut(strings.TrimSpace(line), " ")
			if !ok || !globbed(of, resource) {
				continue
			}
			found = true
			rest = strings.TrimSpace(rest)
			counts := true
			for strings.HasPrefix(rest, "[") {
				var member string
				member, rest, _ = strings.Cut(rest[1:], "]")
				if path, re, ok := strings.Cut(member, "~"); ok {
					path, without := strings.CutSuffix(path, "!")
					counts = counts && regexp.MustCompile(re).MatchString(textOf(memberAt(task.Arguments, path))) != without
					continue
				}
				path, absent := strings.CutPrefix(member, "!")
				if (memberAt(task.Arguments, path) == nil) != absent {
					counts = false
				}
			}
			if counts {
				out = append(out, needsIn(strings.TrimSpace(rest), task.Arguments)...)
			}
		}
		if !found {
			t.Errorf("the facts say nothing of %s (%s)", resource, name)
		}
		// Who waits for an object has to be told that it is missing.
		if strings.HasPrefix(resource, "aws-sdk:s3:") && namesMissing(task) {
			out = append(out, needsIn("s3:ListBucket ON arn:aws:s3:::{Bucket}", task.Arguments)...)
		}
	})
	return out
}

func namesMissing(task *asl.Task) bool {
	missing := func(names []string) bool {
		return slices.Contains(names, "S3.NoSuchKeyException") || slices.Contains(names, "S3.NotFoundException")
	}
	return slices.ContainsFunc(task.Retry, func(r asl.Retrier) bool { return missing(r.ErrorEquals) }) ||
		slices.ContainsFunc(task.Catch, func(c asl.Catcher) bool { return missing(c.ErrorEquals) })
}

func needsIn(text string, arguments asl.Value) []need {
	if rule, ok := strings.CutPrefix(text, "RULE "); ok {
		text = "events:PutTargets events:PutRule events:DescribeRule ON arn:aws:events:*:*:rule/" + rule
	}
	parts := strings.Split(text, " IF ")
	var conditions []string
	for _, c := range parts[1:] {
		if c = filled(c, arguments); !strings.HasSuffix(c, " *") {
			conditions = append(conditions, c)
		}
	}
	actions, resources, _ := strings.Cut(parts[0], " ON ")
	var out []need
	for _, action := range strings.Fields(actions) {
		for _, resource := range strings.Fields(resources) {
			out = append(out, need{action, filled(resource, arguments), conditions})
		}
	}
	return out
}

var placeOf = regexp.MustCompile(`\{([^}|]+)(?:\|([^}]+))?\}`)

// filled puts members of the arguments into a text. One that is an ARN takes the
// place of what stands before it.
func filled(text string, arguments asl.Value) string {
	for {
		m := placeOf.FindStringSubmatchIndex(text)
		if m == nil {
			return text
		}
		instead := "*"
		if m[4] >= 0 {
			instead = text[m[4]:m[5]]
		}
		v := instead
		if x := memberAt(arguments, text[m[2]:m[3]]); x != nil {
			v = textOf(x)
		}
		before, after := text[:m[0]], text[m[1]:]
		v = strings.TrimPrefix(v, "s3://")
		if strings.HasSuffix(before, ":parameter/") && !strings.HasPrefix(v, "arn:") {
			v, _, _ = strings.Cut(v, ":") // its version is no part of the ARN
		}
		if queue := regexp.MustCompile(`^https://sqs\.([a-z0-9-]+)\.amazonaws\.com/([^/]+)/(.+)$`).FindStringSubmatch(v); queue != nil {
			v = "arn:aws:sqs:" + strings.Join(queue[1:], ":")
		}
		switch {
		case strings.HasPrefix(v, "arn:") && strings.HasSuffix(before, ":execution:"):
			text = strings.Replace(v, ":stateMachine:", ":execution:", 1) + after
		case strings.HasPrefix(v, "arn:") && strings.Contains(before, "arn:"):
			text = v + after
		default:
			text = before + strings.TrimPrefix(v, "/") + after
		}
	}
}

// memberAt is a member of arguments by a path with dots; nil where there is none,
// and where nothing is known but that there may be one it is code.
func memberAt(v asl.Value, path string) asl.Value {
	for _, name := range strings.Split(path, ".") {
		switch x := v.(type) {
		case asl.Object:
			v, _ = x.Get(name)
		case asl.Array:
			n, err := strconv.Atoi(name)
			if err != nil || n >= len(x) {
				return nil
			}
			v = x[n]
		default:
			return v
		}
		if v == nil {
			return nil
		}
	}
	return v
}

// textOf is the text of a value, * where only an execution knows it.
func textOf(v asl.Value) string {
	if s, ok := v.(asl.String); ok {
		if _, code := asl.Source(s); !code {
			return string(s)
		}
	}
	return "*"
}

// globbed reports whether every text that a pattern, the second, stands for is one
// that the first stands for. * in the second is read as a letter of its own.
func globbed(pattern, text string) bool {
	re := strings.ReplaceAll(regexp.QuoteMeta(pattern), `\*`, `.*`)
	return regexp.MustCompile("^" + re + "$").MatchString(text)
}

// checkNeeds compares a policy with what the facts say that its machine needs, in
// both directions.
func checkNeeds(t *testing.T, policy []catalog.Statement, needs []need) {
	t.Helper()
	// A policy may know more of what only an execution knows: its conditions
	// may be more than those needed, and its resources narrower.
	all := func(conditions, of []string) bool {
		return !slices.ContainsFunc(conditions, func(c string) bool { return !slices.Contains(of, c) })
	}
	meets := func(h, n need) bool { return h.action == n.action && all(n.conditions, h.conditions) }
	var have []need
	for _, s := range policy {
		var conditions []string
		for _, c := range s.Conditions {
			conditions = append(conditions, c.Test+" "+c.Key+" "+c.Value)
		}
		for _, action := range s.Actions {
			for _, resource := range s.Resources {
				have = append(have, need{action, resource, conditions})
			}
		}
	}
	for _, h := range have {
		if h.action == "kms:Decrypt" && len(h.conditions) == 1 {
			continue // with a key that is named for the policy only, through a service
		}
		if !slices.ContainsFunc(needs, func(n need) bool { return meets(h, n) && globbed(n.resource, h.resource) }) {
			t.Errorf("not needed: %s on %s if %v", h.action, h.resource, h.conditions)
		}
	}
	for _, n := range needs {
		if twoVersions.MatchString(n.resource) {
			continue
		}
		if !slices.ContainsFunc(have, func(h need) bool {
			return meets(h, n) && (globbed(h.resource, n.resource) || globbed(n.resource, h.resource))
		}) {
			t.Errorf("lacking: %s on %s if %v", n.action, n.resource, n.conditions)
		}
	}
}

// twoVersions are ARNs of a version of a version, which there is not: of a name
// that was given with its version.
var twoVersions = regexp.MustCompile(`^arn:aws:(lambda:[^:]*:[^:]*:function:[^:]+:[^:]+|(ecs|batch):[^:]*:[^:]*:[^:]+:[0-9]+):\*$`)

// besidesTasks are the needs that no task has.
func besidesTasks(p *dsl.Pipeline, m *asl.Machine) []need {
	var out []need
	if p.Logging.Level != "off" { // 3.18
		out = append(out, needsIn("logs:CreateLogDelivery logs:CreateLogStream logs:GetLogDelivery logs:UpdateLogDelivery logs:DeleteLogDelivery "+
			"logs:ListLogDeliveries logs:PutLogEvents logs:PutResourcePolicy logs:DescribeResourcePolicies logs:DescribeLogGroups ON *", nil)...)
	}
	if p.Tracing {
		out = append(out, needsIn("xray:PutTraceSegments xray:PutTelemetryRecords xray:GetSamplingRules xray:GetSamplingTargets ON *", nil)...)
	}
	asl.Walk(m, func(_, _ string, s asl.State) {
		each, ok := s.(*asl.Map)
		if !ok || each.Processor.ProcessorConfig == nil || each.Processor.ProcessorConfig.Mode != "DISTRIBUTED" {
			return
		}
		machine, execution := "arn:aws:states:*:*:stateMachine:"+p.Name, "arn:aws:states:*:*:execution:"+p.Name
		out = append(out, needsIn("states:StartExecution ON "+machine, nil)...)
		out = append(out, needsIn("states:DescribeExecution states:StopExecution ON "+execution+":*", nil)...)
		out = append(out, needsIn("states:RedriveExecution ON "+execution+"/*:*", nil)...)
	})
	return out
}
