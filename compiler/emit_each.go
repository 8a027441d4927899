package compiler

import (
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/expr"
)

// A task or block that runs once per element is a Map. What is mentioned of the
// element is the input of the first state inside: its value alone where nothing
// else is mentioned, else an object. The first state reads it there; where a
// later one needs it, it is a variable from then on.

// emitEach writes the Map around what runs once per element.
func (c *compile) emitEach(n *eachNode, f flow) (string, []asl.Entry) {
	base, each := n.item.Base(), n.each.of
	v := c.variable(outputVar(base.Name))
	name := c.name(base.Name)
	keyed, known := each.Keyed()
	n.each.pairs = (keyed || !known) && (n.each.key || v.used && each.Collects())

	m := &asl.Map{Common: asl.Common{Comment: base.Description}}
	// The task that failed is known without a mark where there is only one.
	failing := ""
	if t, ok := n.item.(*dsl.Task); ok && !slices.ContainsFunc(base.Catch, func(k *dsl.Catch) bool { return k.Body != nil || k.Then == dsl.ThenSucceed }) {
		failing = t.Name
	}
	m.Processor = c.emitElement(n, v, f.fail != nil && c.tracks && failing == "" && !each.Distributed)
	m.Processor.ProcessorConfig = &asl.ProcessorConfig{Mode: "INLINE"}
	if each.Items != nil {
		m.Items = c.items(n)
	}
	if each.Concurrency != nil && !isNullLit(each.Concurrency) {
		m.MaxConcurrency = c.value(each.Concurrency, n.frame, nil, nil)
	}
	var outside []string
	if each.Distributed {
		c.maps = append(c.maps, each)
		outside = passed(m.Processor, n.each)
		c.distribute(m, n)
	}
	c.handIn(m, n, outside)

	m.Catch = c.catchers(f.fail, failing)
	result := nodeOwn(states("result"))
	switch {
	case !each.Collects() || !n.each.pairs:
	case keyed:
		result = nodeOwn(byKey())
	default:
		result = nodeOwn(c.byKeyOrNot(n))
	}
	given := map[*variable]own{}
	if each.Collects() || slices.ContainsFunc(c.uses, func(u use) bool { return u.v == v }) {
		given[v] = result
	}
	c.finish(&m.Common, &m.Flow, f, &site{c.ran(base, given)})
	return name, []asl.Entry{c.state(name, base.Name, "", base.Range, m)}
}

// emitElement writes what runs for one element.
func (c *compile) emitElement(n *eachNode, v *variable, track bool) *asl.Machine {
	f := flow{end: func(s *site) asl.Value {
		var out asl.Value = asl.Object{}
		if s != nil && v.used {
			if o, ok := s.own[v]; ok {
				out = o.value()
			}
		}
		if n.each.pairs && v.used && n.each.of.Collects() {
			return asl.Object{{Key: "key", Value: code(n.each.part("key"))}, {Key: "value", Value: out}}
		}
		return out
	}}
	failed := func() []asl.Entry { return nil }
	base := n.item.Base()
	name := base.Name
	if track {
		f.fail, failed = c.tracker(name+"-item-failed", "failed_"+name+"_item", Origin{Item: name, Range: base.Range})
	}
	first, states := c.emit(n.inner, f)
	return &asl.Machine{StartAt: first, States: append(states, failed()...)}
}

// items are what a Map runs over: an array.
func (c *compile) items(n *eachNode) asl.Value {
	each := n.each.of
	keyed, known := each.Keyed()
	src := ""
	switch {
	case n.each.pairs:
		src = "[for k, v in items : { key = k, value = v }]"
	case keyed || !known || each.Batch > 0 && mapType(each.Items.Type()):
		src = "[for v in items : v]"
	default:
		return c.value(each.Items, n.frame, nil, nil)
	}
	x := c.template(src, func(name string) expr.Expr {
		if name == "items" {
			return each.Items
		}
		return nil
	}, cty.DynamicPseudoType)
	return c.value(x, n.frame, nil, nil)
}

func mapType(t cty.Type) bool {
	return t == cty.DynamicPseudoType || t.IsMapType() || t.IsObjectType()
}

// byKey makes an object of the {key, value} that the elements gave.
func byKey() jsonata.Node {
	r := &jsonata.Var{Name: "r"}
	return call("merge", gathered(&jsonata.Object{Pairs: []jsonata.Pair{{Key: dots(r, "key"), Value: call("lookup", r, str("value"))}}}))
}

// gathered is a list of what of is for each result $r of a Map, whatever it is:
// none is dropped, and none that is a list is mixed into the others.
func gathered(of jsonata.Node) jsonata.Node {
	return call("append", &jsonata.Array{}, &jsonata.KeepArray{
		X: call("map", states("result"), &jsonata.Lambda{Params: []string{"r"}, Body: of}),
	})
}

// byKeyOrNot is the output where it is known only when the pipeline runs whether
// the elements are those of a map.
func (c *compile) byKeyOrNot(n *eachNode) jsonata.Node {
	return &jsonata.Cond{
		If:   binary("=", call("type", c.node(n.each.of.Items, n.frame, nil, nil)), str("object")),
		Then: byKey(),
		Else: gathered(call("lookup", &jsonata.Var{Name: "r"}, str("value"))),
	}
}

// part is each.NAME as the states inside see it.
func (e *element) part(name string) jsonata.Node {
	root := &jsonata.Var{Name: eachVar(e.name)}
	if name == "key" && !e.pairs {
		name = "index" // of a list they are the same
	}
	switch {
	case e.of.Batch > 0:
		return dots(root, "Items")
	case !e.object():
		return root
	}
	return dots(root, name)
}

// object: the element is handed in as an object of its parts, and not as the
// value itself.
func (e *element) object() bool { return e.pairs || e.key || e.index }

// handIn makes the element the input of the states inside, and with it what they
// read from outside in an execution of its own.
func (c *compile) handIn(m *asl.Map, n *eachNode, passed []string) {
	e := n.each
	root := eachVar(e.name)
	if len(passed) > 0 {
		c.readFromElement(m.Processor, e, passed)
	}
	if !slices.Contains(freeIn(m.Processor), root) {
		return
	}
	if e.of.Batch > 0 {
		if o := c.handed(passed, n.frame); o != nil {
			m.ItemBatcher = append(m.ItemBatcher.(asl.Object), asl.Member{Key: "BatchInput", Value: o})
		}
	} else if len(passed) > 0 || e.index || e.key && !e.pairs {
		m.ItemSelector = append(e.selected(), c.handed(passed, n.frame)...)
	}
	c.takeElement(m.Processor, n, root)
}

// selected are the parts of the element that are handed in.
func (e *element) selected() asl.Object {
	item := func(path ...string) asl.Value {
		return code(states("context", append([]string{"Map", "Item"}, path...)...))
	}
	value, key := item("Value"), item("Index")
	if e.pairs {
		value, key = item("Value", "value"), item("Value", "key")
	}
	var o asl.Object
	if e.value {
		o = append(o, asl.Member{Key: "value", Value: value})
	}
	if e.pairs {
		o = append(o, asl.Member{Key: "key", Value: key})
	}
	if e.index || e.key && !e.pairs {
		o = append(o, asl.Member{Key: "index", Value: item("Index")})
	}
	return o
}

// handed are variables from outside, as they are handed in.
func (c *compile) handed(names []string, f frame) asl.Object {
	var out asl.Object
	for _, name := range names {
		var n jsonata.Node = &jsonata.Var{Name: name}
		if part, ok := strings.CutPrefix(name, "run_"); ok && !f.apart {
			n = c.run(part)
		}
		out = append(out, asl.Member{Key: name, Value: code(n)})
	}
	return out
}

// readFromElement makes the variables that are handed in members of the element.
func (c *compile) readFromElement(p *asl.Machine, e *element, passed []string) {
	root := eachVar(e.name)
	plain := e.of.Batch == 0 && !e.object()
	rewriteMachine(p, func(x jsonata.Node) jsonata.Node {
		v, ok := x.(*jsonata.Var)
		switch {
		case !ok:
		case v.Name == root && plain:
			return dots(v, "value")
		case slices.Contains(passed, v.Name) && e.of.Batch > 0:
			return dots(&jsonata.Var{Name: root}, "BatchInput", v.Name)
		case slices.Contains(passed, v.Name):
			return dots(&jsonata.Var{Name: root}, v.Name)
		}
		return nil
	})
}

// assignFirst puts a Pass that assigns in front of the states of an element.
func (c *compile) assignFirst(p *asl.Machine, n *eachNode, assign asl.Object) {
	base := n.item.Base()
	name := c.name(base.Name + "-each")
	pass := &asl.Pass{Common: asl.Common{Output: asl.Object{}, Assign: assign}, Flow: asl.Flow{Next: p.StartAt}}
	p.States = append([]asl.Entry{c.state(name, base.Name, "", base.Range, pass)}, p.States...)
	p.StartAt = name
}

// takeElement lets the first state of an element read it from its input, and
// those after it from a variable, where they need it.
func (c *compile) takeElement(p *asl.Machine, n *eachNode, root string) {
	first, _ := p.State(p.StartAt)
	later := false
	for _, e := range p.States {
		if e.State != first {
			later = later || slices.Contains(freeInState(e.State), root)
		}
	}
	if inside(first, root) || entered(p, p.StartAt) || !assigns(first) && later {
		c.assignFirst(p, n, asl.Object{{Key: root, Value: code(states("input"))}})
		return
	}
	for _, v := range asl.Values(first) {
		*v = rewriteCode(*v, func(x jsonata.Node) jsonata.Node {
			if ref, ok := x.(*jsonata.Var); ok && ref.Name == root {
				return states("input")
			}
			return nil
		})
	}
	if later {
		assignAfter(first, asl.Member{Key: root, Value: code(states("input"))})
	}
}

// inside: a machine inside of a state mentions the variable.
func inside(s asl.State, name string) bool {
	switch s := s.(type) {
	case *asl.Parallel:
		for _, b := range s.Branches {
			if slices.Contains(freeIn(b), name) {
				return true
			}
		}
	case *asl.Map:
		return slices.Contains(freeIn(s.Processor), name)
	default:
	}
	return false
}

// entered: some state goes on to the one of the name.
func entered(p *asl.Machine, name string) bool {
	found := false
	for _, e := range p.States {
		for _, next := range asl.Nexts(e.State) {
			found = found || next == name
		}
	}
	return found
}

// assigns: a state can assign variables on every way out.
func assigns(s asl.State) bool {
	switch s.(type) {
	case *asl.Succeed, *asl.Fail:
		return false
	default:
	}
	return true
}

// assignAfter assigns a variable on every way out of a state.
func assignAfter(s asl.State, m asl.Member) {
	add := func(v *asl.Value) {
		o, _ := (*v).(asl.Object)
		*v = append(asl.Object{m}, o...)
	}
	if goesOn(s) {
		add(&s.Base().Assign)
	}
	catch := func(all []asl.Catcher) {
		for i := range all {
			add(&all[i].Assign)
		}
	}
	switch s := s.(type) {
	case *asl.Task:
		catch(s.Catch)
	case *asl.Parallel:
		catch(s.Catch)
	case *asl.Map:
		catch(s.Catch)
	case *asl.Choice:
		for i := range s.Choices {
			add(&s.Choices[i].Assign)
		}
	default:
	}
}

// passed are the variables from outside that a distributed Map's states read, in
// the order in which they are mentioned first. An execution of its own sees none
// of them.
func passed(p *asl.Machine, e *element) []string {
	return slices.DeleteFunc(freeIn(p), func(name string) bool { return name == eachVar(e.name) })
}

// distribute says how a distributed Map runs.
func (c *compile) distribute(m *asl.Map, n *eachNode) {
	each := n.each.of
	m.Processor.ProcessorConfig = &asl.ProcessorConfig{Mode: "DISTRIBUTED", ExecutionType: "STANDARD"}
	if each.Express {
		m.Processor.ProcessorConfig.ExecutionType = "EXPRESS"
	}
	m.Label = each.Label
	if each.Batch > 0 {
		m.ItemBatcher = asl.Object{{Key: "MaxItemsPerBatch", Value: number(int64(each.Batch))}}
	}
	if each.Reader != nil {
		m.ItemReader = c.argument(each.Reader, n.frame, nil, nil)
	}
	if each.Writer != nil {
		m.ResultWriter = c.argument(each.Writer, n.frame, nil, nil)
	}
	if each.Tolerate == nil {
		return
	}
	if each.Tolerate.Type() == cty.Number {
		m.ToleratedFailureCount = c.value(each.Tolerate, n.frame, nil, nil)
		return
	}
	x := c.template(`tonumber(regex("^([0-9.]+)%$", share)[0])`, func(name string) expr.Expr {
		if name == "share" {
			return each.Tolerate
		}
		return nil
	}, cty.Number)
	m.ToleratedFailurePercentage = c.value(x, n.frame, nil, nil)
}
