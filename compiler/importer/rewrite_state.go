package importer

import (
	"strings"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/asl/jsonpath"
)

// A machine is first rewritten in JSONata, state by state, so that all that
// comes after has one query language to read, and what stays as it is can stand
// in a pipeline. Expressions become Code.

// machine gives a machine in JSONata. language is the one around it.
func (r *rewriter) machine(m *asl.Machine, language string) *asl.Machine {
	if m.QueryLanguage != "" {
		language = m.QueryLanguage
	}
	out := *m
	out.QueryLanguage = ""
	out.States = nil
	for _, e := range m.States {
		lang := language
		if l := e.State.Base().QueryLanguage; l != "" {
			lang = l
		}
		out.States = append(out.States, asl.Entry{Name: e.Name, State: r.state(e.State, lang)})
	}
	return &out
}

func (r *rewriter) state(s asl.State, language string) asl.State {
	if language == "JSONata" {
		return r.coded(s, language)
	}
	input := dot(variable("states"), "input")
	result := dot(variable("states"), "result")
	base := *s.Base()
	effective := r.selected(base.InputPath, input)
	common := asl.Common{Comment: base.Comment, Extra: base.Extra}
	through := func() {
		common.Assign = r.template(base.Assign, effective)
		if base.InputPath != nil || base.OutputPath != nil {
			common.Output = asl.Code{Expr: r.selected(base.OutputPath, effective)}
		}
	}
	work := func(selector, place asl.Value) {
		common.Assign = r.template(base.Assign, result)
		common.Output = r.output(selector, place, base.OutputPath, nil)
	}
	switch s := s.(type) {
	case *asl.Pass:
		gives := asl.Value(asl.Code{Expr: effective})
		switch {
		case s.Result != nil:
			gives = r.constant(s.Result)
		case s.Parameters != nil:
			gives = r.template(s.Parameters, effective)
		}
		common.Assign = r.template(base.Assign, nodeOf(gives))
		if s.Result != nil || s.Parameters != nil || base.InputPath != nil || base.OutputPath != nil || s.ResultPath != nil {
			common.Output = r.output(nil, s.ResultPath, base.OutputPath, gives)
		}
		return &asl.Pass{Common: common, Flow: s.Flow}
	case *asl.Task:
		out := &asl.Task{Resource: s.Resource, Credentials: r.template(s.Credentials, effective), Flow: s.Flow, Retry: s.Retry}
		out.Arguments = asl.Code{Expr: effective}
		if s.Parameters != nil {
			out.Arguments = r.template(s.Parameters, effective)
		}
		out.TimeoutSeconds = r.orPath(s.TimeoutSeconds, s.TimeoutSecondsPath, effective)
		out.HeartbeatSeconds = r.orPath(s.HeartbeatSeconds, s.HeartbeatSecondsPath, effective)
		out.Catch = r.catchers(s.Catch)
		work(s.ResultSelector, s.ResultPath)
		out.Common = common
		return out
	case *asl.Choice:
		through()
		out := &asl.Choice{Default: s.Default}
		for _, rule := range s.Choices {
			cond := asl.Value(nil)
			if rule.Test != nil {
				cond = asl.Code{Expr: r.test(rule.Test, effective)}
			}
			out.Choices = append(out.Choices, asl.Rule{
				Condition: cond, Next: rule.Next, Comment: rule.Comment,
				Assign: r.template(rule.Assign, effective), Output: common.Output,
			})
		}
		out.Common = common
		return out
	case *asl.Wait:
		through()
		return &asl.Wait{
			Common: common, Flow: s.Flow,
			Seconds: r.orPath(s.Seconds, s.SecondsPath, effective), Timestamp: r.orPath(s.Timestamp, s.TimestampPath, effective),
		}
	case *asl.Succeed:
		through()
		return &asl.Succeed{Common: common}
	case *asl.Fail:
		return &asl.Fail{Common: common, Error: r.orPath(s.Error, s.ErrorPath, input), Cause: r.orPath(s.Cause, s.CausePath, input)}
	case *asl.Parallel:
		out := &asl.Parallel{Flow: s.Flow, Retry: s.Retry, Catch: r.catchers(s.Catch)}
		if s.Parameters != nil {
			out.Arguments = r.template(s.Parameters, effective)
		} else if base.InputPath != nil {
			out.Arguments = asl.Code{Expr: effective}
		}
		for _, b := range s.Branches {
			out.Branches = append(out.Branches, r.machine(b, language))
		}
		work(s.ResultSelector, s.ResultPath)
		out.Common = common
		return out
	case *asl.Map:
		out := &asl.Map{Flow: s.Flow, Retry: s.Retry, Catch: r.catchers(s.Catch), Label: s.Label}
		out.Items = asl.Code{Expr: r.selected(s.ItemsPath, effective)}
		if s.ItemReader != nil {
			out.Items = nil
			out.ItemReader = r.arguments(s.ItemReader, effective)
		}
		selector := s.ItemSelector
		if selector == nil {
			selector = s.Parameters
		}
		out.ItemSelector = r.template(selector, effective)
		out.ItemBatcher = r.arguments(s.ItemBatcher, effective)
		out.ResultWriter = r.arguments(s.ResultWriter, effective)
		out.MaxConcurrency = r.orPath(s.MaxConcurrency, s.MaxConcurrencyPath, effective)
		out.ToleratedFailureCount = r.orPath(s.ToleratedFailureCount, s.ToleratedFailureCountPath, effective)
		out.ToleratedFailurePercentage = r.orPath(s.ToleratedFailurePercentage, s.ToleratedFailurePercentagePath, effective)
		if s.Processor != nil {
			out.Processor = r.machine(s.Processor, language)
		}
		work(s.ResultSelector, s.ResultPath)
		out.Common = common
		return out
	}
	panic("importer: a type of state is unknown")
}

// selected applies InputPath or OutputPath.
func (r *rewriter) selected(path asl.Value, from jsonata.Node) jsonata.Node {
	switch p := path.(type) {
	case nil:
		return from
	case asl.Null:
		return &jsonata.Object{}
	case asl.String:
		return r.field(string(p), from)
	default:
		r.problem("a path is %s", asl.Kind(path))
		return wrong("a path that is no string")
	}
}

// orPath is a value, or what lies at the path given instead.
func (r *rewriter) orPath(v, path asl.Value, from jsonata.Node) asl.Value {
	if p, ok := path.(asl.String); ok {
		return asl.Code{Expr: r.field(string(p), from)}
	}
	return v
}

// template is a payload template with code for what its paths select.
func (r *rewriter) template(t asl.Value, from jsonata.Node) asl.Value {
	switch x := t.(type) {
	case asl.Array:
		out := make(asl.Array, len(x))
		for i, item := range x {
			out[i] = r.template(item, from)
		}
		return out
	case asl.Object:
		out := make(asl.Object, 0, len(x))
		for _, m := range x {
			key, dynamic := strings.CutSuffix(m.Key, ".$")
			source, ok := m.Value.(asl.String)
			if !dynamic || key == "" || !ok {
				out = append(out, asl.Member{Key: m.Key, Value: r.template(m.Value, from)})
				continue
			}
			out = append(out, asl.Member{Key: key, Value: asl.Code{Expr: r.field(string(source), from)}})
		}
		return out
	case asl.String:
		return r.constant(x)
	default:
	}
	return t
}

// constant is data that JSONata would take for code in quotes that keep it data.
func (r *rewriter) constant(v asl.Value) asl.Value {
	switch x := v.(type) {
	case asl.Array:
		out := make(asl.Array, len(x))
		for i, item := range x {
			out[i] = r.constant(item)
		}
		return out
	case asl.Object:
		out := make(asl.Object, len(x))
		for i, m := range x {
			out[i] = asl.Member{Key: m.Key, Value: r.constant(m.Value)}
		}
		return out
	case asl.String:
		if _, ok := asl.Source(x); ok {
			return asl.Code{Expr: str(string(x))}
		}
	default:
	}
	return v
}

// arguments rewrites an ItemReader, ItemBatcher or ResultWriter: Parameters are
// called Arguments in JSONata, and members that end in Path have it no more.
func (r *rewriter) arguments(v asl.Value, from jsonata.Node) asl.Value {
	o, ok := v.(asl.Object)
	if !ok {
		return v
	}
	var out asl.Object
	for _, m := range o {
		source, isString := m.Value.(asl.String)
		name, isPath := strings.CutSuffix(m.Key, "Path")
		switch {
		case m.Key == "Parameters":
			out = append(out, asl.Member{Key: "Arguments", Value: r.template(m.Value, from)})
		case m.Key == "BatchInput":
			out = append(out, asl.Member{Key: m.Key, Value: r.template(m.Value, from)})
		case isPath && isString && strings.HasPrefix(name, "Max"):
			out = append(out, asl.Member{Key: name, Value: asl.Code{Expr: r.field(string(source), from)}})
		case m.Key == "ReaderConfig":
			out = append(out, asl.Member{Key: m.Key, Value: r.arguments(m.Value, from)})
		default:
			out = append(out, m)
		}
	}
	return out
}

// output is what a state gives on: result, unless it is given, is
// $states.result. Nil: the result as it is.
func (r *rewriter) output(selector, place, outputPath, result asl.Value) asl.Value {
	input := dot(variable("states"), "input")
	if result == nil {
		if selector == nil && place == nil && outputPath == nil {
			return nil
		}
		result = asl.Code{Expr: dot(variable("states"), "result")}
	}
	if selector != nil {
		result = r.template(selector, nodeOf(result))
	}
	if _, ok := outputPath.(asl.Null); ok {
		return asl.Object{}
	}
	if _, ok := place.(asl.Null); ok {
		return asl.Code{Expr: r.selected(outputPath, input)}
	}
	var at []string
	if p, ok := place.(asl.String); ok && p != "$" {
		path, err := jsonpath.ParseReference(string(p))
		ok := err == nil
		if ok {
			at, ok = names(path)
		}
		if !ok {
			r.problem("the ResultPath %s has no form here", string(p))
			return asl.Code{Expr: wrong("a ResultPath that is no list of names")}
		}
	}
	if len(at) == 0 && outputPath == nil {
		return result
	}
	if len(at) == 0 {
		return asl.Code{Expr: r.selected(outputPath, nodeOf(result))}
	}
	if p, ok := outputPath.(asl.String); ok && p != "$" {
		if path, err := jsonpath.ParsePath(string(p)); err == nil && path.Root == jsonpath.Input && len(path.Steps) > 0 {
			if first, ok := path.Steps[0].(jsonpath.Names); ok && len(first) == 1 {
				if first[0] != at[0] {
					return asl.Code{Expr: r.selected(outputPath, input)}
				}
				if len(at) == 1 {
					return asl.Code{Expr: r.steps(path.Steps[1:], nodeOf(result))}
				}
			}
		}
		return asl.Code{Expr: r.selected(outputPath, overlay(input, at, nodeOf(result)))}
	}
	return asl.Code{Expr: overlay(input, at, nodeOf(result))}
}

func (r *rewriter) catchers(all []asl.Catcher) []asl.Catcher {
	var out []asl.Catcher
	failed := dot(variable("states"), "errorOutput")
	for _, k := range all {
		given := asl.Value(asl.Code{Expr: failed})
		c := asl.Catcher{ErrorEquals: k.ErrorEquals, Next: k.Next, Comment: k.Comment, Extra: k.Extra}
		c.Assign = r.template(k.Assign, failed)
		if k.ResultPath != nil && k.ResultPath != asl.String("$") {
			c.Output = r.output(nil, k.ResultPath, nil, given)
		}
		out = append(out, c)
	}
	return out
}

// coded is a JSONata state with Code for its expressions.
func (r *rewriter) coded(s asl.State, language string) asl.State {
	code := func(v asl.Value) asl.Value { return r.code(v) }
	base := *s.Base()
	common := asl.Common{Comment: base.Comment, Output: code(base.Output), Assign: code(base.Assign), Extra: base.Extra}
	catchers := func(all []asl.Catcher) []asl.Catcher {
		out := make([]asl.Catcher, len(all))
		for i, k := range all {
			out[i] = k
			out[i].Output, out[i].Assign = code(k.Output), code(k.Assign)
		}
		return out
	}
	switch s := s.(type) {
	case *asl.Pass:
		return &asl.Pass{Common: common, Flow: s.Flow}
	case *asl.Task:
		out := *s
		out.Common, out.Catch = common, catchers(s.Catch)
		out.Arguments, out.Credentials = code(s.Arguments), code(s.Credentials)
		out.TimeoutSeconds, out.HeartbeatSeconds = code(s.TimeoutSeconds), code(s.HeartbeatSeconds)
		if out.Arguments == nil {
			out.Arguments = asl.Code{Expr: dot(variable("states"), "input")}
		}
		return &out
	case *asl.Choice:
		out := &asl.Choice{Common: common, Default: s.Default}
		for _, rule := range s.Choices {
			rule.Condition, rule.Output, rule.Assign = code(rule.Condition), code(rule.Output), code(rule.Assign)
			out.Choices = append(out.Choices, rule)
		}
		return out
	case *asl.Wait:
		return &asl.Wait{Common: common, Flow: s.Flow, Seconds: code(s.Seconds), Timestamp: code(s.Timestamp)}
	case *asl.Succeed:
		return &asl.Succeed{Common: common}
	case *asl.Fail:
		return &asl.Fail{Common: common, Error: code(s.Error), Cause: code(s.Cause)}
	case *asl.Parallel:
		out := *s
		out.Common, out.Catch, out.Arguments, out.Branches = common, catchers(s.Catch), code(s.Arguments), nil
		for _, b := range s.Branches {
			out.Branches = append(out.Branches, r.machine(b, language))
		}
		return &out
	case *asl.Map:
		out := *s
		out.Common, out.Catch = common, catchers(s.Catch)
		out.Items, out.ItemSelector, out.ItemReader = code(s.Items), code(s.ItemSelector), code(s.ItemReader)
		out.ItemBatcher, out.ResultWriter, out.MaxConcurrency = code(s.ItemBatcher), code(s.ResultWriter), code(s.MaxConcurrency)
		out.ToleratedFailureCount, out.ToleratedFailurePercentage = code(s.ToleratedFailureCount), code(s.ToleratedFailurePercentage)
		if out.Items == nil && out.ItemReader == nil {
			out.Items = asl.Code{Expr: dot(variable("states"), "input")}
		}
		if s.Processor != nil {
			out.Processor = r.machine(s.Processor, language)
		}
		out.Iterator = false
		return &out
	}
	panic("importer: a type of state is unknown")
}

// code is a value with Code for the expressions in it.
func (r *rewriter) code(v asl.Value) asl.Value {
	switch x := v.(type) {
	case asl.String:
		src, ok := asl.Source(x)
		if !ok {
			return v
		}
		n, err := jsonata.Parse(src)
		if err != nil {
			r.problem("%q cannot be read: %v", src, err)
			return asl.Code{Expr: wrong("no JSONata: " + src)}
		}
		return asl.Code{Expr: n}
	case asl.Array:
		out := make(asl.Array, len(x))
		for i, item := range x {
			out[i] = r.code(item)
		}
		return out
	case asl.Object:
		out := make(asl.Object, len(x))
		for i, m := range x {
			out[i] = asl.Member{Key: m.Key, Value: r.code(m.Value)}
		}
		return out
	default:
	}
	return v
}
