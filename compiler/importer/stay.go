package importer

import (
	"strconv"
	"strings"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
)

// What has no form in the language stays in the States Language, in JSONata, as
// task "asl". What it reads of the pipeline comes in by its input.

// stays writes one state as it is.
func (s *scope) stays(b *body, state string, x asl.State, e env) *item {
	it := s.m.item(state, "asl")
	it.verbatim = 1
	in := &inputs{m: s.m, env: e}
	var def asl.Value
	switch x := x.(type) {
	case *asl.Task:
		o := asl.Object{{Key: "Type", Value: asl.String("Task")}, {Key: "Resource", Value: asl.String(x.Resource)}}
		add := func(key string, v asl.Value) {
			if v != nil {
				o = append(o, asl.Member{Key: key, Value: in.replace(v, key == "Arguments")})
			}
		}
		add("Arguments", x.Arguments)
		add("Credentials", x.Credentials)
		add("TimeoutSeconds", x.TimeoutSeconds)
		add("HeartbeatSeconds", x.HeartbeatSeconds)
		def = o
	case *asl.Map:
		it.verbatim += countStates(x.Processor)
		bare := *x
		bare.Retry, bare.Catch, bare.Flow = nil, nil, asl.Flow{End: true}
		bare.Output, bare.Assign = nil, nil
		m := &asl.Machine{StartAt: state, States: []asl.Entry{{Name: state, State: &bare}}}
		def = s.m.machineText(m, e, in)
	case *asl.Choice, *asl.Fail, *asl.Parallel, *asl.Pass, *asl.Succeed, *asl.Wait:
		panic("importer: a state of this type does not stay alone")
	}
	if in.whole != nil {
		it.set("input", in.whole)
	} else if len(in.members) > 0 {
		it.set("input", &object{members: in.members})
	}
	it.set("definition", constant{def})
	it.raw = outputOf(it)
	b.add(it)
	if why := s.m.reasons[state]; why != "" {
		s.m.note("%q stays as task \"asl\": %s", state, strings.TrimSuffix(why, "."))
	} else {
		s.m.note("%q stays as task \"asl\": no kind makes this call: %s", state, resourceOf(x))
	}
	return it
}

func resourceOf(s asl.State) string {
	if t, ok := s.(*asl.Task); ok {
		return t.Resource
	}
	return "a Map with more than the language has"
}

func countStates(m *asl.Machine) int {
	n := 0
	if m != nil {
		asl.Walk(m, func(string, string, asl.State) { n++ })
	}
	return n
}

// inputs are what a definition reads of the pipeline.
type inputs struct {
	m *importer
	env
	members []named
	whole   value // in place of members
}

// replace puts a member of the input in place of each expression.
func (in *inputs) replace(v asl.Value, arguments bool) asl.Value {
	switch x := v.(type) {
	case asl.Code:
		if onlyContext(x.Expr) {
			return asl.String("{% " + jsonata.Print(x.Expr) + " %}")
		}
		val := in.m.code(x.Expr, in.env)
		if c, ok := known(val); ok {
			return literal(c)
		}
		if arguments && len(in.members) == 0 {
			in.whole = val
			return asl.String("{% $states.input %}")
		}
		return asl.String("{% $states.input." + in.member(nameOfCode(x.Expr), val) + " %}")
	case asl.Array:
		out := make(asl.Array, len(x))
		for i, item := range x {
			out[i] = in.replace(item, false)
		}
		return out
	case asl.Object:
		out := make(asl.Object, len(x))
		for i, m := range x {
			out[i] = asl.Member{Key: m.Key, Value: in.replace(m.Value, false)}
		}
		return out
	default:
		return v
	}
}

// literal is data that must not be taken for code.
func literal(v asl.Value) asl.Value {
	r := &rewriter{}
	switch x := r.constant(v).(type) {
	case asl.Code:
		return asl.String("{% " + jsonata.Print(x.Expr) + " %}")
	default:
		return x
	}
}

func (in *inputs) member(name string, v value) string {
	key := keyOf(v)
	taken := map[string]bool{}
	for _, m := range in.members {
		if keyOf(m.v) == key {
			return m.name
		}
		taken[m.name] = true
	}
	free := snake(name)
	for i := 2; taken[free]; i++ {
		free = snake(name) + "_" + strconv.Itoa(i)
	}
	in.members = append(in.members, named{free, v})
	return free
}

func nameOfCode(n jsonata.Node) string {
	if d, ok := n.(*jsonata.Dot); ok {
		if name, ok := d.Right.(*jsonata.Name); ok {
			return name.Value
		}
	}
	if v, ok := n.(*jsonata.Var); ok {
		return v.Name
	}
	return "value"
}

// onlyContext: the code reads the context and nothing else, which is the same
// inside a definition; a task token can be had nowhere else.
func onlyContext(n jsonata.Node) bool {
	found, other := false, false
	jsonata.Walk(n, func(n jsonata.Node) bool {
		if d, ok := n.(*jsonata.Dot); ok {
			if path, ok := contextPath(d); ok {
				found = found || len(path) > 0 && path[0] == "Task"
				return false
			}
		}
		if v, ok := n.(*jsonata.Var); ok && !builtin[v.Name] || ok && v.Name == "states" {
			other = true
		}
		return true
	})
	return found && !other
}

// machineText is a machine as the definition of a task: its first state gets the
// state's input, and the variables of the pipeline that it reads.
func (m *importer) machineText(of *asl.Machine, e env, in *inputs) asl.Value {
	out := m.renamedStates(of)
	free := freeOf(out)
	if len(free) == 0 {
		in.whole = e.input
	} else {
		in.members = append(in.members, named{"input", e.input})
		enter := &asl.Pass{Flow: asl.Flow{Next: out.StartAt}}
		var vars asl.Object
		for _, name := range free {
			t := &translator{r: m.r, env: e}
			v, err := t.variable(variable(name))
			if err != nil {
				v = absent
			}
			in.members = append(in.members, named{"var_" + name, v})
			vars = append(vars, asl.Member{Key: name, Value: asl.String("{% $states.input.var_" + name + " %}")})
		}
		enter.Assign = vars
		enter.Output = asl.String("{% $states.input.input %}")
		name := m.stateName("enter_" + out.StartAt)
		out.StartAt = name
		out.States = append([]asl.Entry{{Name: name, State: enter}}, out.States...)
	}
	v, err := asl.DecodeValue(out.AppendJSON(nil))
	if err != nil {
		panic("importer: a machine that was written cannot be read: " + err.Error())
	}
	return v
}

// freeOf are the variables that a machine reads and does not assign.
func freeOf(m *asl.Machine) []string {
	assigned := map[string]bool{}
	var read []string
	asl.Walk(m, func(_, _ string, s asl.State) {
		names := func(v asl.Value) {
			o, _ := v.(asl.Object)
			for _, k := range o {
				assigned[k.Key] = true
			}
		}
		names(s.Base().Assign)
		for _, k := range catchersOf(s) {
			names(k.Assign)
		}
		if c, ok := s.(*asl.Choice); ok {
			for _, r := range c.Choices {
				names(r.Assign)
			}
		}
		for _, v := range asl.Values(s) {
			eachCode(*v, func(n jsonata.Node) {
				for _, name := range jsonata.Free(n) {
					if !builtin[name] {
						read = append(read, name)
					}
				}
			})
		}
	})
	var out []string
	seen := map[string]bool{}
	for _, name := range read {
		if !assigned[name] && !seen[name] {
			seen[name] = true
			out = append(out, name)
		}
	}
	return out
}

func eachCode(v asl.Value, f func(jsonata.Node)) {
	switch x := v.(type) {
	case asl.Code:
		f(x.Expr)
	case asl.Array:
		for _, i := range x {
			eachCode(i, f)
		}
	case asl.Object:
		for _, m := range x {
			eachCode(m.Value, f)
		}
	default:
	}
}

// renamedStates is a machine whose states, those inside of it too, have names
// that no other state of the pipeline has.
func (m *importer) renamedStates(of *asl.Machine) *asl.Machine {
	out := *of
	out.Comment = ""
	out.TimeoutSeconds = nil
	out.Version = ""
	to := map[string]string{}
	for _, e := range of.States {
		to[e.Name] = m.stateName(e.Name)
	}
	out.StartAt = to[of.StartAt]
	out.States = nil
	for _, e := range of.States {
		out.States = append(out.States, asl.Entry{Name: to[e.Name], State: m.renamedNexts(e.State, to)})
	}
	return &out
}

func (m *importer) renamedNexts(s asl.State, to map[string]string) asl.State {
	flow := func(f asl.Flow) asl.Flow {
		if f.Next != "" {
			f.Next = to[f.Next]
		}
		return f
	}
	catchers := func(all []asl.Catcher) []asl.Catcher {
		var out []asl.Catcher
		for _, k := range all {
			k.Next = to[k.Next]
			out = append(out, k)
		}
		return out
	}
	switch x := s.(type) {
	case *asl.Pass:
		c := *x
		c.Flow = flow(x.Flow)
		return &c
	case *asl.Wait:
		c := *x
		c.Flow = flow(x.Flow)
		return &c
	case *asl.Task:
		c := *x
		c.Flow, c.Catch = flow(x.Flow), catchers(x.Catch)
		return &c
	case *asl.Choice:
		c := *x
		c.Choices = nil
		for _, r := range x.Choices {
			r.Next = to[r.Next]
			c.Choices = append(c.Choices, r)
		}
		if c.Default != "" {
			c.Default = to[c.Default]
		}
		return &c
	case *asl.Parallel:
		c := *x
		c.Flow, c.Catch, c.Branches = flow(x.Flow), catchers(x.Catch), nil
		for _, b := range x.Branches {
			c.Branches = append(c.Branches, m.renamedStates(b))
		}
		return &c
	case *asl.Map:
		c := *x
		c.Flow, c.Catch = flow(x.Flow), catchers(x.Catch)
		if x.Processor != nil {
			c.Processor = m.renamedStates(x.Processor)
		}
		return &c
	default:
		return s
	}
}

// stateName is a name for a state of a definition.
func (m *importer) stateName(name string) string {
	name = strings.ReplaceAll(name, "-", "_")
	out := name
	for i := 2; m.names[out] || len([]rune(out)) > 80; i++ {
		n := "_" + strconv.Itoa(i)
		out = string([]rune(name)[:min(len([]rune(name)), 80-len(n))]) + n
	}
	m.names[out] = true
	return out
}
