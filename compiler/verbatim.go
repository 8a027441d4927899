package compiler

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/asl/validate"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/diag"
	"github.com/pipectl/pipectl/dsl/expr"
)

// A verbatim is the definition of a task "asl", read and found good.
type verbatim struct {
	task *dsl.Task
	// machine has one state of the name aloneName where the definition is a
	// state alone.
	machine *asl.Machine
	alone   bool
}

// aloneName is that of a state that stands alone, until it has its task's.
const aloneName = "state"

// readVerbatims reads the definitions of the tasks "asl", and takes the names of
// their states.
func (c *compile) readVerbatims() {
	c.verbatims = map[*dsl.Task]*verbatim{}
	of := map[string]*dsl.Task{} // whose definition has a state of a name
	ours := map[string]string{}  // headers of tasks, blocks and clusters, by name
	for _, cl := range c.p.Clusters {
		ours[cl.Name] = cl.Label
	}
	var all []*dsl.Task
	express := map[*dsl.Task]bool{}
	c.eachItem(func(item dsl.Item, inExpress bool) {
		ours[item.Base().Name] = item.Base().Label
		if t, ok := item.(*dsl.Task); ok && t.Definition != nil {
			all = append(all, t)
			express[t] = inExpress
		}
	})
	for _, t := range all {
		v := c.readVerbatim(t, express[t])
		if v == nil {
			continue
		}
		c.verbatims[t] = v
		c.tellUnknownCalls(v)
		asl.Walk(v.machine, func(pointer, name string, _ asl.State) {
			if v.alone && pointer == asl.Pointer("", "States", aloneName) {
				return
			}
			wrong := func(detail string, args ...any) {
				c.tellDefinition(v.task, v.alone, pointer, fmt.Sprintf(detail, args...))
			}
			switch other := of[name]; {
			case strings.Contains(name, "-"):
				wrong("The state %q has a hyphen in its name, which only names of states that pipectl makes have. Rename it, to %q for example.", name, strings.ReplaceAll(name, "-", "_"))
			case ours[name] != "":
				wrong("The state %q has the name of %s. The names of states are unique in a whole state machine: rename one of the two.", name, ours[name])
			case other != nil && other != t:
				wrong("The state %q has the name of one in the definition of %q. The names of states are unique in a whole state machine: rename one of the two; "+
					"what runs several times over can be one task with a for_each.", name, other.Name)
			default:
				of[name] = t
				c.names[name] = true
			}
		})
	}
}

// eachItem calls f for every task and block of the pipeline, in order. express:
// it runs in an express execution.
func (c *compile) eachItem(f func(item dsl.Item, express bool)) {
	var walk func(b *dsl.Body, express bool)
	walk = func(b *dsl.Body, express bool) {
		if b == nil {
			return
		}
		for _, item := range b.Items {
			inner := express
			if each := item.Base().Each; each != nil && each.Distributed {
				inner = each.Express
			}
			f(item, inner)
			if block, ok := item.(*dsl.Block); ok {
				for _, body := range block.Bodies() {
					walk(body, inner)
				}
			}
			for _, k := range item.Base().Catch {
				walk(k.Body, inner)
			}
		}
	}
	for _, b := range []*dsl.Body{c.p.Body, c.p.OnFailure, c.p.Finally} {
		walk(b, c.p.Express)
	}
}

// tellDefinition tells what is wrong with a definition, at its place in the
// source. pointer is one into the machine of a verbatim.
func (c *compile) tellDefinition(t *dsl.Task, alone bool, pointer, detail string) {
	if alone {
		pointer = strings.TrimPrefix(pointer, asl.Pointer("", "States", aloneName))
	}
	if pointer != "" {
		detail = fmt.Sprintf("At %s: %s", pointer, detail)
	}
	c.add(diag.Problem{Code: diag.InvalidDefinition, Range: t.Definition.At(asl.PointerTokens(pointer)), Detail: detail}.Error())
}

// readVerbatim reads a definition; nil after an error.
func (c *compile) readVerbatim(t *dsl.Task, express bool) *verbatim {
	before := len(c.diags)
	tell := func(pointer, detail string, args ...any) *verbatim {
		c.tellDefinition(t, false, pointer, fmt.Sprintf(detail, args...))
		return nil
	}
	value, err := asl.DecodeValue(t.Definition.Text)
	if err != nil {
		pointer := ""
		if derr := (*asl.DecodeError)(nil); errors.As(err, &derr) {
			pointer = derr.Pointer
		}
		return tell(pointer, "The definition cannot be read: %v.", err)
	}
	o, ok := value.(asl.Object)
	if !ok {
		return tell("", "A definition is an object, not %s.", asl.Kind(value))
	}
	_, isMachine := o.Get("States")
	typ, isState := o.Get("Type")
	switch {
	case isMachine:
		o = c.machineOf(t, o)
	case typ == asl.String("Choice"):
		return tell("/Type", "A Choice alone has no states to go to. Write a machine, { StartAt = …, States = … }, or a block choice.")
	case isState:
		o = aloneOf(o)
	default:
		return tell("", "A definition is a state, which has a Type, or a machine, which has StartAt and States. This has neither.")
	}
	opts := validate.Options{Type: "STANDARD"}
	if express {
		opts.Type = "EXPRESS"
	}
	for _, p := range validate.Definition(asl.AppendValue(nil, o, -1), opts) {
		if p.Severity == validate.Error {
			c.tellDefinition(t, !isMachine, p.Path, p.Text+" "+p.Fix)
		}
	}
	if len(c.diags) > before {
		return nil
	}
	m, err := asl.FromValue(o)
	if err != nil {
		return tell("", "The definition cannot be read: %v.", err)
	}
	m.QueryLanguage = "" // the pipeline's machine says it
	inOrder(m)
	if t.Role != nil {
		if _, static := expr.Static(t.Role); !static && hasDistributed(m) {
			return tell("", "The role is known only when the pipeline runs, and the elements of a distributed Map run in executions that do not know it. Give the Tasks in it Credentials.")
		}
	}
	v := &verbatim{task: t, machine: m, alone: !isMachine}
	c.checkVariables(v)
	if len(c.diags) > before {
		return nil
	}
	return v
}

// inOrder puts states that stand in the order of their names, as those of an
// object in HCL do, into the order in which they run.
func inOrder(m *asl.Machine) {
	sorted := slices.IsSortedFunc(m.States, func(a, b asl.Entry) int { return strings.Compare(a.Name, b.Name) })
	if sorted {
		place := map[string]int{}
		todo := []string{m.StartAt}
		for len(todo) > 0 {
			name := todo[0]
			todo = todo[1:]
			if s, ok := m.State(name); ok && place[name] == 0 {
				place[name] = len(place) + 1
				todo = append(todo, asl.Nexts(s)...)
			}
		}
		slices.SortStableFunc(m.States, func(a, b asl.Entry) int { return place[a.Name] - place[b.Name] })
	}
	for _, e := range m.States {
		switch s := e.State.(type) {
		case *asl.Parallel:
			for _, b := range s.Branches {
				inOrder(b)
			}
		case *asl.Map:
			inOrder(s.Processor)
		default:
		}
	}
}

func hasDistributed(m *asl.Machine) bool {
	found := false
	asl.Walk(m, func(_, _ string, s asl.State) {
		if each, ok := s.(*asl.Map); ok && distributed(each) {
			found = true
		}
	})
	return found
}

// machineOf is a machine without what has no meaning inside of another.
func (c *compile) machineOf(t *dsl.Task, o asl.Object) asl.Object {
	out := asl.Object{{Key: "QueryLanguage", Value: asl.String("JSONata")}}
	for _, m := range o {
		switch m.Key {
		case "QueryLanguage":
			if m.Value != asl.String("JSONata") {
				c.tellDefinition(t, false, "/QueryLanguage", "Machines of pipectl are written in JSONata, and nothing inside of them can be in another query language.")
			}
		case "Version":
		case "TimeoutSeconds":
			c.tellDefinition(t, false, "/TimeoutSeconds", "The time of a whole machine counts for executions of its own, and this one is a part of the pipeline's. Give its Tasks TimeoutSeconds.")
		default:
			out = append(out, m)
		}
	}
	return out
}

// aloneOf is a machine of a state that stands alone. What follows it is ours.
func aloneOf(state asl.Object) asl.Object {
	state = slices.DeleteFunc(slices.Clone(state), func(m asl.Member) bool { return m.Key == "Next" || m.Key == "End" })
	if typ, _ := state.Get("Type"); typ != asl.String("Succeed") && typ != asl.String("Fail") {
		state = append(state, asl.Member{Key: "End", Value: asl.Bool(true)})
	}
	return asl.Object{
		{Key: "QueryLanguage", Value: asl.String("JSONata")},
		{Key: "StartAt", Value: asl.String(aloneName)},
		{Key: "States", Value: asl.Object{{Key: aloneName, Value: state}}},
	}
}

// checkVariables finds variables that nothing in the definition assigns: it
// would read those of the pipeline, whose names are ours. It makes code of the
// expressions where the definition assigns any, so that they can be renamed.
func (c *compile) checkVariables(v *verbatim) {
	assigned := map[string]bool{}
	asl.Walk(v.machine, func(_, _ string, s asl.State) {
		for _, name := range assignedBy(s) {
			assigned[name] = true
		}
	})
	asl.Walk(v.machine, func(pointer, _ string, s asl.State) {
		for _, value := range asl.Values(s) {
			coded := withCode(*value)
			var unknown names
			eachCode(coded, func(n jsonata.Node) {
				for _, name := range jsonata.Free(n) {
					if !builtin[name] && !assigned[name] {
						unknown.add(name)
					}
				}
			})
			for _, name := range unknown.list {
				c.tellDefinition(v.task, v.alone, pointer, fmt.Sprintf(
					"Nothing in the definition assigns $%s, and it sees no values of the pipeline. Hand them in with input = { %s = … }, and read $states.input.%s.", name, name, name))
			}
			if len(assigned) > 0 {
				*value = coded
			}
		}
	})
}

// withCode is a value with code in place of the expressions in strings.
func withCode(v asl.Value) asl.Value {
	switch v := v.(type) {
	case asl.String:
		if src, ok := asl.Source(v); ok {
			if n, err := jsonata.Parse(src); err == nil {
				return asl.Code{Expr: n}
			}
		}
	case asl.Array:
		out := make(asl.Array, len(v))
		for i, x := range v {
			out[i] = withCode(x)
		}
		return out
	case asl.Object:
		out := make(asl.Object, len(v))
		for i, m := range v {
			out[i] = asl.Member{Key: m.Key, Value: withCode(m.Value)}
		}
		return out
	default:
	}
	return v
}
