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
	resource string // what is called
	name     string // of the argument that it stands in

	value expr.Expr
	// source is nil where the argument is left out.
	source hclsyntax.Expression
	// at is the argument's name, or where the task stands.
	at hcl.Range

	// under is the member that the value is given to, dotted where it lies
	// deeper. Empty: the value is what the call is given.
	under string

	// partial: it is not all that the call is given, so that what it lacks
	// may come from elsewhere. Elements of lists are whole all the same.
	partial bool
}

// problems are what the model says of a part.
func (s *sent) problems(model apimodel.Call) []apimodel.Problem {
	shape := model.Operation.Input
	if s.under == "" {
		v := knownOf(s.value)
		if t := v.Type(); t != cty.DynamicPseudoType && !t.IsObjectType() && !t.IsMapType() {
			return nil // wantObject tells
		}
		return slices.DeleteFunc(model.Casing.Check(shape, v), func(p apimodel.Problem) bool {
			return p.Fault == apimodel.Missing && s.partial && !inList(p.Path)
		})
	}
	var m *apimodel.Member
	for name := range strings.SplitSeq(s.under, ".") {
		if m, _ = model.Casing.Find(shape, name); m == nil {
			return nil // a test of the catalog knows none
		}
		shape = m.Shape
	}
	return model.Casing.CheckMember(m, knownOf(s.value))
}

// tell reports problems of a part.
func (l *loader) tell(model apimodel.Call, s sent, problems []apimodel.Problem) {
	problems = slices.DeleteFunc(slices.Clone(problems), func(p apimodel.Problem) bool {
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
		arguments := sent{resource: resource, name: "arguments", value: task.Arg("arguments"), at: task.Call.Range, partial: task.Parameters != nil}
		if e := l.inherited(d, t, r, "arguments"); e != nil {
			arguments.source, arguments.at = e, r.nameRange("arguments")
		}
		l.checkCall(task.Call, arguments)
		if parameters.value != nil {
			parameters.resource = resource
			l.checkCall(task.Call, parameters)
		}
		return
	}
	for _, c := range callsOf(task) {
		model, ok := apimodel.Resource(c.Resource)
		if !ok || model.Operation == nil {
			continue
		}
		for _, a := range task.Args {
			if a.ASL == "" || c.NoArgs || t.compute != nil || len(a.Enum) > 0 {
				continue // values that the catalog lists a test of it has checked
			}
			s := sent{resource: c.Resource, name: a.Name, value: a.Value, at: a.Range, under: a.ASL}
			problems := s.problems(model)
			if len(problems) == 0 {
				continue
			}
			if s.source = l.inherited(d, t, r, a.Name); s.source != nil {
				l.tell(model, s, problems)
			}
		}
		if parameters.value != nil {
			parameters.resource = c.Resource
			l.tell(model, parameters, parameters.problems(model))
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
		s := sent{
			resource: kind.Create.Resource, name: a.Name, value: a.Value, source: source.Expr, at: r.nameRange(a.Name),
			under: a.ASL, partial: a.ASL == "",
		}
		if s.partial {
			l.wantObject(a.Value, a.Name, source.Expr.Range())
		}
		l.tell(model, s, s.problems(model))
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

// checkCall checks arguments of a call that the user names.
func (l *loader) checkCall(call *APICall, s sent) {
	model, ok := apimodel.Resource(s.resource)
	if !ok {
		return
	}
	if model.Operation == nil {
		l.add(unknownAction(call, model.Service))
		return
	}
	l.tell(model, s, s.problems(model))
}

// checkPollCall checks the arguments of a call that a poll block makes.
func (l *loader) checkPollCall(call *APICall, arguments expr.Expr, r *reader, name string) {
	if call == nil {
		return
	}
	s := sent{
		resource: catalog.SDKCall{Service: call.Service, Action: call.Action}.Resource(), name: name, value: arguments, at: call.Range,
	}
	if a := r.body.Attributes[name]; a != nil {
		s.source, s.at = a.Expr, a.NameRange
	} else {
		s.value = &expr.Lit{Val: cty.EmptyObjectVal}
	}
	l.checkCall(call, s)
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
