package dsl

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/catalog"
	"github.com/pipectl/pipectl/dsl/catalog/apimodel"
	"github.com/pipectl/pipectl/dsl/diag"
	"github.com/pipectl/pipectl/dsl/expr"
)

// What is sent to a service is compared with the model of its API, where there is
// one: what of it is known by its value, and the rest by its type.

// A sent is a part of what a call is given.
type sent struct {
	call string // as in "glue:startJobRun"
	name string // of the argument that it stands in

	value  expr.Expr
	source hclsyntax.Expression // nil: it was left out
	// at is the argument's name, or where the task stands.
	at hcl.Range

	// under is where in the call's arguments the value is put: the members
	// that lead there.
	under []string

	// partial: it is not all that the call is given, so that what it lacks
	// may come from elsewhere. Elements of lists are whole all the same.
	partial bool
}

// checkSent compares a part with the model.
func (l *loader) checkSent(model apimodel.Call, s sent) {
	v := knownOf(s.value)
	for _, name := range slices.Backward(s.under) {
		v = cty.ObjectVal(map[string]cty.Value{name: v})
	}
	var problems []apimodel.Problem
	for _, p := range model.Casing.Check(model.Operation.Input, v) {
		if len(p.Path) < len(s.under) || p.Fault == apimodel.Missing && s.partial && !inList(p.Path[len(s.under):]) {
			continue
		}
		p.Path = p.Path[len(s.under):]
		if len(p.Path) == 0 && p.Fault == apimodel.Mistyped && len(s.under) == 0 {
			continue // wantObject tells
		}
		problems = append(problems, p)
	}
	problems = slices.DeleteFunc(problems, func(p apimodel.Problem) bool {
		return p.Fault == apimodel.Missing && meantBy(problems, p, model.Casing)
	})
	for len(problems) > 0 {
		n := 1 // what is said together
		for n < len(problems) && together(problems[0], problems[n]) {
			n++
		}
		l.add(s.diagnostic(model, problems[:n]))
		problems = problems[n:]
	}
}

// meantBy: what is missing is there under a name that is taken for a misspelling
// of it, and told as such.
func meantBy(problems []apimodel.Problem, missing apimodel.Problem, casing apimodel.Casing) bool {
	return slices.ContainsFunc(problems, func(p apimodel.Problem) bool {
		n := len(p.Path) - 1
		return p.Fault == apimodel.Unknown && p.In == missing.In && n == len(missing.Path) && p.Path[:n].Equals(missing.Path) &&
			diag.Similar(p.Name, casing.Names(p.In)) == missing.Name
	})
}

// together: members that one structure lacks, or that it has with small letters.
func together(p, q apimodel.Problem) bool {
	if p.Fault != q.Fault || p.In != q.In || len(p.Path) != len(q.Path) {
		return false
	}
	switch p.Fault {
	case apimodel.Missing:
		return p.Path.Equals(q.Path)
	case apimodel.Misspelt:
		n := len(p.Path) - 1
		return uncapital(p) && uncapital(q) && p.Path[:n].Equals(q.Path[:n])
	default:
		return false
	}
}

// uncapital: nothing is wrong with the name but its small first letter.
func uncapital(p apimodel.Problem) bool { return p.Name != p.Right && capital(p.Name) == p.Right }

func inList(path cty.Path) bool {
	return slices.ContainsFunc(path, func(step cty.PathStep) bool {
		i, ok := step.(cty.IndexStep)
		return ok && i.Key.Type() == cty.Number
	})
}

// checkModel compares what a task sends with the models of what it calls.
func (l *loader) checkModel(d *pipelineDecl, t *taskDecl, task *Task, r *reader) {
	parameters := sent{name: "parameters", value: task.Parameters, partial: true, at: r.nameRange("parameters")}
	if a := t.block.Body.Attributes["parameters"]; a != nil {
		parameters.source = a.Expr
	}
	if task.Kind.Name == "aws" {
		if task.Call == nil {
			return
		}
		call := catalog.SDKCall{Service: task.Call.Service, Action: task.Call.Action}
		resource := call.Resource()
		if t.await == "completion" {
			w, ok := call.Waiting()
			if !ok {
				return // checkWaiting tells
			}
			resource = w.Resource
		}
		arguments := sent{name: "arguments", value: task.Arg("arguments"), at: task.Call.Range, partial: task.Parameters != nil}
		if e := l.inherited(d, t, r, "arguments"); e != nil {
			arguments.source, arguments.at = e, r.nameRange("arguments")
		}
		l.checkCallSent(resource, task.Call, arguments)
		if parameters.value != nil {
			l.checkCallSent(resource, task.Call, parameters)
		}
		return
	}
	for _, c := range callsOf(task) {
		model, ok := apimodel.Resource(c.Resource)
		if !ok || model.Operation == nil {
			continue
		}
		name := callName(c.Resource)
		for _, a := range task.Args {
			if a.ASL == "" || c.NoArgs || t.compute != nil || len(a.Enum) > 0 {
				continue // values that the catalog lists a test of it has checked
			}
			source := l.inherited(d, t, r, a.Name)
			if source == nil {
				continue
			}
			l.checkSent(model, sent{call: name, name: a.Name, value: a.Value, source: source, at: a.Range, under: strings.Split(a.ASL, ".")})
		}
		if parameters.value != nil {
			parameters.call = name
			l.checkSent(model, parameters)
		}
	}
}

// checkClusterModel compares what a cluster is created with with the model of that
// call.
func (l *loader) checkClusterModel(c *clusterDecl, kind *catalog.Cluster, r *reader) {
	model, ok := apimodel.Resource(kind.Create.Resource)
	if !ok || model.Operation == nil {
		return
	}
	for _, a := range c.Args {
		source := c.block.Body.Attributes[a.Name]
		if source == nil || a.ASL == "" && a.Name != "parameters" || len(a.Enum) > 0 {
			continue
		}
		s := sent{call: callName(kind.Create.Resource), name: a.Name, value: a.Value, source: source.Expr, at: r.nameRange(a.Name)}
		if a.ASL == "" {
			s.partial = true
			l.wantObject(a.Value, a.Name, source.Expr.Range())
		} else {
			s.under = strings.Split(a.ASL, ".")
		}
		l.checkSent(model, s)
	}
}

// callsOf are the calls that a task's arguments go into: of a kind that polls the
// one that starts the work.
func callsOf(task *Task) []*catalog.Call {
	if task.Kind.Poll != nil && task.Poll != nil && task.Poll.Until == nil {
		return []*catalog.Call{&task.Kind.Poll.Start}
	}
	if task.Mode != nil {
		return []*catalog.Call{&task.Mode.Call}
	}
	return nil
}

// checkCallSent checks arguments of a call that the user names.
func (l *loader) checkCallSent(resource string, call *APICall, s sent) {
	model, ok := apimodel.Resource(resource)
	if !ok {
		return
	}
	if model.Operation == nil {
		l.add(unknownAction(call, model.Service))
		return
	}
	s.call = call.Service + ":" + call.Action
	l.checkSent(model, s)
}

// checkPollCall checks the arguments of a call that a poll block makes.
func (l *loader) checkPollCall(call *APICall, arguments expr.Expr, r *reader, name string) {
	if call == nil {
		return
	}
	s := sent{name: name, value: arguments, at: call.Range}
	if a := r.body.Attributes[name]; a != nil {
		s.source, s.at = a.Expr, a.NameRange
	} else {
		s.value = &expr.Lit{Val: cty.EmptyObjectVal}
	}
	l.checkCallSent(catalog.SDKCall{Service: call.Service, Action: call.Action}.Resource(), call, s)
}

// callName is a resource as users write a call.
func callName(resource string) string {
	name := strings.TrimPrefix(strings.TrimPrefix(resource, "arn:aws:states:::"), "aws-sdk:")
	name, _, _ = strings.Cut(name, ".")
	return name
}

// answerOf is the type of what a call by the SDK gives, and of any type where the
// model does not know it.
func answerOf(call catalog.SDKCall) cty.Type {
	model, ok := apimodel.Resource(call.Resource())
	if !ok || model.Operation == nil {
		return cty.DynamicPseudoType
	}
	return model.Casing.Answer(model.Operation)
}

// knownOf is what is known of an expression's value: the values that are known,
// and unknown ones of the types that are.
func knownOf(x expr.Expr) cty.Value {
	switch x := x.(type) {
	case *expr.Lit:
		return x.Val
	case *expr.Object:
		attrs := make(map[string]cty.Value, len(x.Items))
		for _, item := range x.Items {
			key, ok := staticValue(item.Key)
			if !ok || key.IsNull() || key.Type() != cty.String {
				return unknownOf(x.Typ)
			}
			attrs[key.AsString()] = knownOf(item.Value)
		}
		return cty.ObjectVal(attrs)
	case *expr.Tuple:
		elems := make([]cty.Value, len(x.Elems))
		for i, e := range x.Elems {
			elems[i] = knownOf(e)
		}
		return cty.TupleVal(elems)
	case nil:
		return cty.NullVal(cty.DynamicPseudoType)
	default:
		return unknownOf(x.Type())
	}
}

func unknownOf(t cty.Type) cty.Value {
	if t == cty.NilType || t == cty.DynamicPseudoType {
		return cty.DynamicVal
	}
	return cty.UnknownVal(t.WithoutOptionalAttributesDeep())
}
