package importer

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/dsl/catalog"
	"github.com/zclconf/go-cty/cty"
)

// Levels of what becomes of a state. A level that does not compile makes place
// for the next; states that are no Tasks know the first two.
const (
	levelKind        = iota // the kind of the catalog that makes this call
	levelForeign            // the same, and what is read stays in JSONata
	levelCall               // task "aws"
	levelCallForeign        // the same, and what is read stays in JSONata
	levelStay               // task "asl"
)

var (
	integrationForm = regexp.MustCompile(`^arn:(?:\$\{[^}]*\}|<[^>]*>|[^:]+):states:::(.+)$`)
	functionForm    = regexp.MustCompile(`^arn:[^:]+:lambda:`)
	activityForm    = regexp.MustCompile(`^arn:.*:states:.*:activity:.+$`)
)

// task writes a Task.
func (s *scope) task(b *body, n *node, x *asl.Task, e env) *item {
	te := e
	te.token = strings.HasSuffix(x.Resource, ".waitForTaskToken")
	it := s.m.item(n.name, "")
	it.note = x.Comment
	args := s.m.translate(x.Arguments, te)
	if strings.Contains(x.Resource, ":states:::dynamodb:") {
		args = attributeValues(args)
	}
	level := s.m.levels[n.name]
	ok := false
	if level <= levelForeign {
		ok = s.m.asKind(it, x, args)
	}
	if !ok && level <= levelCallForeign {
		ok = s.m.asCall(it, x, args)
	}
	if !ok {
		bare := *x
		bare.Output, bare.Assign = nil, nil
		s.m.unname(it)
		it = s.stays(b, n.name, &bare, te)
		it.retry = s.m.retriers(x.Retry, nil)
		return it
	}
	s.m.limits(it, x, te)
	it.retry = append(it.retry, s.m.retriers(x.Retry, it)...)
	b.add(it)
	return it
}

// limits are the timeouts and the role of a Task.
func (m *importer) limits(it *item, x *asl.Task, e env) {
	callback := it.await == "callback"
	switch {
	case x.TimeoutSeconds != nil:
		it.set("timeout", durationOr(m.translate(x.TimeoutSeconds, e)))
	case callback:
		it.set("timeout", text("365d")) // no execution lasts longer
	}
	if x.HeartbeatSeconds != nil {
		if callback {
			it.set("heartbeat", durationOr(m.translate(x.HeartbeatSeconds, e)))
		} else {
			m.note("%q has HeartbeatSeconds, which say nothing of a call that is not waited for by a token: left out", it.state)
		}
	}
	if c, ok := x.Credentials.(asl.Object); ok {
		if role, ok := c.Get("RoleArn"); ok {
			it.set("role", m.translate(role, e))
		}
	}
}

// asKind makes a task of the kind that makes the call of a Task.
func (m *importer) asKind(it *item, x *asl.Task, args value) bool {
	f := match(integrationForm, x.Resource)
	if f == "" {
		switch {
		case activityForm.MatchString(x.Resource):
			it.kind, it.await = "activity", "callback"
			it.set("activity", text(x.Resource))
			it.set("input", args)
			it.raw = outputOf(it)
			return true
		case functionForm.MatchString(x.Resource) || !strings.HasPrefix(x.Resource, "arn:aws:"):
			if !functionForm.MatchString(x.Resource) {
				m.note("%q is no ARN that can be told from here: %q is taken for a Lambda function", x.Resource, it.state)
			}
			it.kind = "lambda"
			it.set("function", text(x.Resource))
			it.set("payload", args)
			it.raw = outputOf(it)
			return true
		}
		return false
	}
	resource := "arn:aws:states:::" + f
	if resource == "arn:aws:states:::states:startExecution.sync" {
		return m.asNested(it, args)
	}
	for _, k := range catalog.All {
		switch k.Name {
		case "pipeline", "approval":
			continue
		}
		for i := range k.Modes {
			mode := &k.Modes[i]
			if mode.Resource != resource {
				continue
			}
			if m.fill(it, k, mode, args) {
				it.kind, it.await = k.Name, mode.Await
				if mode.Await != k.Modes[0].Await || k.Poll != nil {
					it.set("await", text(mode.Await))
				}
				it.raw = m.answer(it, k, mode)
				return true
			}
			it.attrs = nil
		}
	}
	return false
}

func match(re *regexp.Regexp, s string) string {
	if f := re.FindStringSubmatch(s); f != nil {
		return f[1]
	}
	return ""
}

// asNested is an execution whose output comes as text.
func (m *importer) asNested(it *item, args value) bool {
	k, _ := catalog.Lookup("state_machine")
	if !m.fill(it, k, &k.Modes[0], args) {
		it.attrs = nil
		return false
	}
	it.kind, it.await = k.Name, "completion"
	it.raw = &object{members: []named{{"Output", call("jsonencode", outputOf(it))}}, rest: "only the output of an execution is kept", of: it.state}
	return true
}

// fields are the members of a call's arguments that are not used yet.
type fields struct {
	members []named
	rest    []named // taken, and to be parameters
}

// fieldsOf are the members of an object; false where they are not known.
func fieldsOf(v value) (*fields, bool) {
	o, ok := objectForm(v).(*object)
	if !ok || o.base != nil || o.rest != "" {
		return nil, false
	}
	return &fields{members: slices.Clone(o.members)}, true
}

// take gives a member at a dotted path, and removes it.
func (f *fields) take(path string) (value, bool) {
	name, rest, deep := strings.Cut(path, ".")
	i := slices.IndexFunc(f.members, func(m named) bool { return m.name == name })
	if i < 0 {
		return nil, false
	}
	v := f.members[i].v
	if !deep {
		f.members = slices.Delete(f.members, i, i+1)
		return v, true
	}
	inner, ok := fieldsOf(v)
	if !ok {
		return nil, false
	}
	if v, ok = inner.take(rest); !ok {
		return nil, false
	}
	if len(inner.members) == 0 {
		f.members = slices.Delete(f.members, i, i+1)
	} else {
		f.members[i].v = &object{members: inner.members}
	}
	return v, true
}

// peek is take without removing.
func (f *fields) peek(path string) (value, bool) {
	c := fields{members: slices.Clone(f.members)}
	return c.take(path)
}

// fill sets the arguments of a kind from those of a call; false where the kind
// cannot make this call.
func (m *importer) fill(it *item, k *catalog.Kind, mode *catalog.Mode, args value) bool {
	f, ok := fieldsOf(args)
	if !ok {
		return false
	}
	special := forms[k.Name]
	if special == nil && (mode.Arguments != "" || mode.When != "") && !plainKinds[k.Name] {
		return false
	}
	if special != nil && !special(it, f, mode) {
		return false
	}
	for i := range k.Args {
		a := &k.Args[i]
		if a.ASL == "" || slices.ContainsFunc(it.attrs, func(n named) bool { return n.name == a.Name }) {
			continue
		}
		v, ok := f.peek(a.ASL)
		if !ok {
			continue
		}
		if a.Unit > 0 {
			c, ok := v.(constant)
			n, isNumber := c.v.(asl.Number)
			count, err := strconv.Atoi(string(n))
			if !ok || !isNumber || err != nil || count < 0 {
				continue // parameters take it
			}
			v = text(durationText(time.Duration(count) * a.Unit))
		}
		f.take(a.ASL)
		it.set(a.Name, v)
	}
	for i := range k.Args {
		a := &k.Args[i]
		if a.Required && !slices.ContainsFunc(it.attrs, func(n named) bool { return n.name == a.Name }) {
			return false
		}
	}
	for _, group := range k.OneOf {
		given := 0
		for _, n := range it.attrs {
			if slices.Contains(group, n.name) {
				given++
			}
		}
		if given != 1 {
			return false
		}
	}
	sortArgs(it, k)
	f.members = append(f.members, f.rest...)
	if len(f.members) > 0 {
		it.set("parameters", &object{members: f.members})
	}
	return true
}

// plainKinds have an expression for what their arguments become that adds
// nothing where the arguments it is about are left out.
var plainKinds = map[string]bool{
	"batch_job": true, "bedrock_invoke": true, "ecs_task": true, "glue_job": true, "ssm_get": true,
	"sagemaker_processing": true, "sagemaker_training": true, "sagemaker_transform": true,
}

func sortArgs(it *item, k *catalog.Kind) {
	rank := func(name string) int {
		return slices.IndexFunc(k.Args, func(a catalog.Arg) bool { return a.Name == name })
	}
	slices.SortStableFunc(it.attrs, func(a, b named) int { return rank(a.name) - rank(b.name) })
}

// answer is what the original sees as the result of the call.
func (m *importer) answer(it *item, k *catalog.Kind, mode *catalog.Mode) value {
	out := outputOf(it)
	if a, ok := answers[k.Name]; ok && mode.Unwrap != "" {
		return a(out.(ref))
	}
	if name, ok := strings.CutPrefix(mode.Unwrap, "result."); ok && identifier.MatchString(name) {
		facts := []named{}
		if k.Name == "lambda" { // of every call that went well
			facts = []named{{"StatusCode", constant{asl.Number("200")}}, {"ExecutedVersion", text("$LATEST")}}
		}
		return &object{members: []named{{name, out}}, facts: facts, more: answered(mode), rest: "the kind " + k.Name + " gives " + name + " only", of: it.state}
	}
	if inner, ok := strings.CutPrefix(mode.Unwrap, "try(result."); ok {
		if name, ok := strings.CutSuffix(inner, ", result)"); ok {
			return &object{base: out, members: []named{{name, out}}, alias: true}
		}
	}
	return out
}

// answered are the members of a call's whole answer; nil where they are not known.
func answered(mode *catalog.Mode) []string {
	if mode.Answer == cty.NilType || !mode.Answer.IsObjectType() {
		return nil
	}
	out := []string{"SdkHttpMetadata", "SdkResponseMetadata"}
	for name := range mode.Answer.AttributeTypes() {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// asCall makes a task "aws" of a Task that calls any action.
func (m *importer) asCall(it *item, x *asl.Task, args value) bool {
	it.attrs = nil
	f := match(integrationForm, x.Resource)
	if f == "" {
		return false
	}
	rest, sdk := strings.CutPrefix(f, "aws-sdk:")
	rest, callback := strings.CutSuffix(rest, ".waitForTaskToken")
	rest, sync := strings.CutSuffix(rest, ".sync")
	c, known, ok := catalog.ParseCall(rest)
	if !ok || !known {
		return false
	}
	service, _, _ := strings.Cut(rest, ":")
	if !sdk && (service == "elasticmapreduce" || service == "eks" && (rest == "eks:call" || rest == "eks:runJob") || service == "apigateway" || service == "http" || service == "lambda" || service == "states" && sync) {
		return false // their actions are the integration's own
	}
	if sync {
		if w, ok := c.Waiting(); !ok || w.Resource != "arn:aws:states:::"+f {
			return false
		}
	} else if !sdk {
		it.renamed = service
	}
	if _, ok := fieldsOf(args); !ok {
		if _, isRef := args.(ref); !isRef {
			return false
		}
	}
	it.kind = "aws"
	it.set("call", text(rest))
	if keyOf(args) != keyOf(&object{}) {
		it.set("arguments", args)
	}
	switch {
	case sync:
		it.await = "completion"
		it.set("await", text("completion"))
	case callback:
		it.await = "callback"
		it.set("await", text("callback"))
	}
	it.raw = outputOf(it)
	return true
}

// durationOr is a number of seconds as a duration, where it is known.
func durationOr(v value) value {
	if c, ok := v.(constant); ok {
		if n, ok := c.v.(asl.Number); ok {
			if seconds, err := strconv.ParseInt(string(n), 10, 64); err == nil && seconds >= 0 {
				return text(durationText(time.Duration(min(seconds, 1<<32)) * time.Second))
			}
		}
	}
	return v
}

// secondsOf is durationOr, where what a placeholder stands for is a number too.
func secondsOf(v value) value {
	v = durationOr(v)
	if c, ok := v.(constant); ok {
		if s, ok := c.v.(asl.String); ok && placeholderForm.MatchString(string(s)) {
			return call("tonumber", &foreign{text: jsonata.Print(str(string(s)))})
		}
	}
	return v
}

// durationText is a duration as users write it: "90s", "1h30m".
func durationText(d time.Duration) string {
	if d == 0 {
		return "0s"
	}
	out := ""
	for _, unit := range []struct {
		name string
		d    time.Duration
	}{{"d", 24 * time.Hour}, {"h", time.Hour}, {"m", time.Minute}, {"s", time.Second}} {
		if n := d / unit.d; n > 0 {
			out += strconv.FormatInt(int64(n), 10) + unit.name
			d -= n * unit.d
		}
	}
	return out
}
