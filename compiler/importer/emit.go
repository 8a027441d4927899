package importer

import (
	"slices"
	"strings"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
)

// emit writes a node, and gives the ways that lead on from it.
func (s *scope) emit(b *body, n *node, e env) []way {
	e.state = n.name
	if n.loop != nil {
		return s.emitLoop(b, n, e)
	}
	switch x := n.state.(type) {
	case *asl.Pass:
		if s.leaving && strings.HasPrefix(n.name, "leave: ") {
			return []way{{to: n.name, env: e}}
		}
		return s.on(x.Flow, s.pass(b, n, x, e))
	case *asl.Wait:
		it := s.m.item(n.name, "wait")
		it.note = x.Comment
		if x.Timestamp != nil {
			it.set("until", s.m.translate(x.Timestamp, e))
		} else {
			it.set("for", secondsOf(s.m.translate(x.Seconds, e)))
		}
		b.add(it)
		return s.on(x.Flow, s.leave(b, n.name, x.Output, x.Assign, e))
	case *asl.Succeed:
		return s.on(asl.Flow{End: true}, s.leave(b, n.name, x.Output, nil, e))
	case *asl.Fail:
		if s.back != nil && strings.HasPrefix(n.name, "again: ") {
			s.back(e)
		}
		s.fail(b, n.name, x, e)
		return nil
	case *asl.Choice:
		return s.choice(b, n, x, e)
	case *asl.Task:
		it := s.task(b, n, x, e)
		return s.after(b, it, n.name, x.Common, x.Flow, x.Catch, e)
	case *asl.Parallel:
		return s.parallel(b, n, x, e)
	case *asl.Map:
		return s.mapped(b, n, x, e)
	}
	panic("importer: a type of state is unknown")
}

// catchesIn reports whether a state, or one that may follow it, has a Catch.
func (s *scope) catchesIn(name string) bool {
	seen := map[string]bool{}
	todo := []string{name}
	for len(todo) > 0 {
		name := todo[0]
		todo = todo[1:]
		state, ok := s.of.State(name)
		if !ok || seen[name] {
			continue
		}
		seen[name] = true
		if len(catchersOf(state)) > 0 {
			return true
		}
		todo = append(todo, asl.Nexts(state)...)
	}
	return false
}

// continues reports whether an error may lead to what does not fail.
func (s *scope) continues(catchers []asl.Catcher) bool {
	return slices.ContainsFunc(catchers, func(k asl.Catcher) bool {
		to := s.nodeOf(k.Next)
		return to != nil && !to.fail
	})
}

// on is the way that a state's flow takes.
func (s *scope) on(f asl.Flow, e env) []way {
	e.result, e.failed = nil, nil
	if n := s.nodeOf(f.Next); n != nil {
		return []way{{to: n.name, env: e}}
	}
	return []way{{env: e}}
}

// leave is what is known after a state. Values that are not the same each time
// they are computed are computed here, by a task of their own, unless b is nil.
func (s *scope) leave(b *body, state string, output, assign asl.Value, e env) env {
	out := e
	if output != nil {
		out.input = s.settled(b, state, output, s.m.translate(output, e))
	}
	vars, _ := assign.(asl.Object)
	for _, m := range vars {
		v := s.settled(b, m.Key, m.Value, s.m.translate(m.Value, e))
		i := slices.IndexFunc(out.vars, func(o named) bool { return o.name == m.Key })
		out.vars = slices.Clone(out.vars)
		if i >= 0 {
			out.vars[i].v = v
		} else {
			out.vars = append(out.vars, named{m.Key, v})
		}
	}
	return out
}

// settled is a value, computed once where that makes a difference.
func (s *scope) settled(b *body, name string, from asl.Value, v value) value {
	if b == nil || !changes(from) && weight(v) < heavy && small(v) {
		return v
	}
	it := s.m.item(name, "value")
	it.set("value", v)
	b.add(it)
	return outputOf(it)
}

// heavy is the weight of a value that is computed once and not wherever it is
// read.
const heavy = 12

// weight is how much is computed for a value. What selects costs nothing.
func weight(v value) int {
	w := 0
	visit(v, func(v value) {
		switch v.(type) {
		case *template, *function, *operation, *conditional, *loop, *foreign:
			w += 3
		case *element, *phi:
			w++
		default:
		}
	})
	return w
}

// changes reports whether code gives another value each time.
func changes(v asl.Value) bool {
	switch x := v.(type) {
	case asl.Code:
		found := false
		jsonata.Walk(x.Expr, func(n jsonata.Node) bool {
			if c, ok := n.(*jsonata.Call); ok {
				switch functionName(c) {
				case "now", "millis", "uuid", "random", "shuffle":
					found = true
				}
			}
			return true
		})
		return found
	case asl.Array:
		return slices.ContainsFunc(x, changes)
	case asl.Object:
		return slices.ContainsFunc(x, func(m asl.Member) bool { return changes(m.Value) })
	default:
		return false
	}
}

func (s *scope) pass(b *body, n *node, x *asl.Pass, e env) env {
	return s.leave(b, n.name, x.Output, x.Assign, e)
}

func (s *scope) fail(b *body, state string, x *asl.Fail, e env) {
	if b.catch != nil && x.Error == nil && x.Cause == nil {
		b.catch.renames = true
		return // the first error's own name does
	}
	it := s.m.item(state, "fail")
	it.note = x.Comment
	name := value(text("Failed"))
	if x.Error != nil {
		name = s.m.translate(x.Error, e)
	} else {
		s.m.note("the Fail state %q has no Error; an error needs a name, and is called Failed", state)
	}
	it.set("error", name)
	if x.Cause != nil {
		it.set("cause", s.m.translate(x.Cause, e))
	}
	b.add(it)
}

func (s *scope) choice(b *body, n *node, x *asl.Choice, e env) []way {
	var forks []fork
	for _, r := range x.Choices {
		label := r.Next
		if to := s.nodeOf(r.Next); to != nil {
			label = to.name
		}
		forks = append(forks, fork{label: label, note: r.Comment, when: s.m.condition(r.Condition, e), write: func(in *body) []way {
			return s.follow(in, r.Next, s.leave(in, n.name, r.Output, r.Assign, e))
		}})
	}
	forks = append(forks, fork{write: func(in *body) []way {
		if x.Default == "" {
			it := s.m.item("no choice of "+n.name, "fail")
			it.set("error", text("States.NoChoiceMatched"))
			in.add(it)
			return nil
		}
		return s.follow(in, x.Default, s.leave(in, n.name, x.Output, x.Assign, e))
	}})
	ways := s.branch(b, n.name, forks)
	if i := slices.IndexFunc(b.items, func(it *item) bool { return it.state == n.name && it.block == "choice" }); i >= 0 {
		b.items[i].note = x.Comment
	}
	return ways
}

// after is what follows a task, or a block that stands for a state: what its
// result becomes, and where its errors lead.
func (s *scope) after(b *body, it *item, state string, c asl.Common, f asl.Flow, catchers []asl.Catcher, e env) []way {
	ok := e
	ok.result = it.raw
	in := b
	if it.leaves {
		in = it.bodies[0]
	} else if s.continues(catchers) {
		in = nil // what is computed after the task would be computed after an error too
	}
	next := s.leave(in, state, c.Output, c.Assign, ok)
	if c.Output == nil {
		next.input = it.raw
	}
	next.result = nil
	envs := []*env{&next}
	type caught struct {
		way way
		end int
	}
	var forks []caught
	for _, k := range catchers {
		to := s.nodeOf(k.Next)
		if to == nil {
			continue
		}
		ke := e
		ke.failed = &object{members: []named{{"Error", errorOf(it, "error.name")}, {"Cause", errorOf(it, "error.cause")}}}
		kc := &catch{on: errorsOf(k.ErrorEquals), then: "fail"}
		kc.body = &body{owner: it, catch: kc}
		if to.fail && s.catchesIn(k.Next) {
			// Where another error is caught, error.* is that one.
			first := s.m.item(state+" error", "value")
			first.set("value", ke.failed)
			kc.body.add(first)
			ke.failed = outputOf(first)
		}
		kenv := s.leave(kc.body, state+" error", k.Output, k.Assign, ke)
		if k.Output == nil {
			kenv.input = ke.failed
		}
		kenv.failed = nil
		it.catches = append(it.catches, kc)
		if to.fail {
			s.handle(kc, k.Next, kenv)
			continue
		}
		kc.then, kc.end = "continue", len(envs)
		envs = append(envs, &kenv)
		forks = append(forks, caught{way{to: to.name, env: kenv}, kc.end})
	}
	if len(forks) == 0 && it.leaves {
		return s.on(f, merge(it, envs))
	}
	if len(forks) == 0 {
		return s.on(f, next)
	}
	pick := func(i int) env {
		only := make([]*env, len(envs))
		only[i] = envs[i]
		return merge(it, only)
	}
	same := true
	for _, k := range forks {
		same = same && f.Next != "" && s.nodeOf(f.Next) != nil && k.way.to == s.nodeOf(f.Next).name
	}
	if same {
		return s.on(f, merge(it, envs))
	}
	var out []fork
	for _, k := range forks {
		flags := make([]value, len(envs))
		for i := range flags {
			flags[i] = constant{asl.Bool(i == k.end)}
		}
		out = append(out, fork{label: "failed", when: &phi{item: it, alts: flags, hint: "failed"}, write: func(in *body) []way {
			return s.follow(in, k.way.to, pick(k.end))
		}})
	}
	out = append(out, fork{write: func(in *body) []way {
		ways := s.on(f, pick(0))
		if ways[0].to == "" {
			return ways
		}
		return s.follow(in, ways[0].to, ways[0].env)
	}})
	return s.branch(b, state+" ended", out)
}

// handle writes the states that handle an error and end in a failure.
func (s *scope) handle(k *catch, start string, e env) {
	of := *s.of
	of.StartAt = start
	inner := s.m.newScope(&of)
	if first := inner.nodeOf(start); first != nil {
		inner.tree(k.body, first, e)
	}
}

// whole writes a machine from its start into a body. The result is nil where no
// way ends it well.
func (m *importer) whole(b *body, of *asl.Machine, e env) *env {
	s := m.newScope(of)
	start := s.nodeOf(of.StartAt)
	if start == nil {
		return &e
	}
	ways := s.tree(b, start, e)
	if len(ways) == 0 {
		return nil
	}
	if len(ways) != 1 || ways[0].to != "" {
		panic("importer: a state was left out: " + ways[0].to)
	}
	return &ways[0].env
}
