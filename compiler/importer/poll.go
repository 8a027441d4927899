package importer

import (
	"slices"
	"strings"

	"github.com/pipectl/pipectl/asl"
)

// A hand-written poll loop is a Task that looks, a Choice that decides, and a
// Wait between the two looks, in any order and with Pass states between them. It
// is a poll block where what it looks with stays the same from one look to the
// next, and what it hands on is known after the first.

// A polling is such a loop, taken apart.
type polling struct {
	look    *asl.Task
	name    string // of the look
	decide  *asl.Choice
	decides string
	before  []string // what runs after the look, up to the decision
	between []string // what runs after the decision to go on, up to the look
	again   map[string]bool
}

// pollingOf takes a loop apart; nil where it is none that a poll can be.
func (s *scope) pollingOf(n *node) *polling {
	p := &polling{again: map[string]bool{}}
	waits := 0
	for _, name := range n.loop {
		state, _ := s.of.State(name)
		switch x := state.(type) {
		case *asl.Task:
			if p.look != nil {
				return nil
			}
			p.look, p.name = x, name
		case *asl.Choice:
			if p.decide != nil {
				return nil
			}
			p.decide, p.decides = x, name
		case *asl.Wait:
			if x.Timestamp != nil {
				return nil
			}
			waits++
		case *asl.Pass:
		default:
			return nil
		}
	}
	if p.look == nil || p.decide == nil || waits == 0 {
		return nil
	}
	// chain follows the only way from a state to another.
	chain := func(from, to string) ([]string, bool) {
		var out []string
		for name := from; name != to; {
			if !slices.Contains(n.loop, name) || slices.Contains(out, name) || len(out) > len(n.loop) {
				return nil, false
			}
			state, _ := s.of.State(name)
			flow, ok := flowOf(state)
			if _, isTask := state.(*asl.Task); !ok || isTask {
				return nil, false
			}
			out = append(out, name)
			name = flow.Next
		}
		return out, true
	}
	var ok bool
	if p.before, ok = chain(p.look.Next, p.decides); !ok {
		return nil
	}
	again := ""
	targets := []string{p.decide.Default}
	for _, r := range p.decide.Choices {
		targets = append(targets, r.Next)
	}
	for _, t := range targets {
		if !slices.Contains(n.loop, t) {
			continue
		}
		if again != "" && again != t {
			return nil
		}
		again = t
		p.again[t] = true
	}
	if p.between, ok = chain(again, p.name); !ok {
		return nil
	}
	for _, k := range p.look.Catch {
		if to := s.nodeOf(k.Next); to == nil || to == n || !to.fail {
			return nil
		}
	}
	return p
}

// poll writes a loop that is a poll; false where it is none.
func (s *scope) poll(b *body, n *node, e env) ([]way, bool) {
	p := s.pollingOf(n)
	if p == nil || s.m.levels[n.name] >= levelStay {
		return nil, false
	}
	it := s.m.item(p.name, "")
	drop := func() ([]way, bool) {
		s.m.unname(it)
		return nil, false
	}
	args := s.m.translate(p.look.Arguments, seenBy(e, p.name))
	function := functionForm.MatchString(p.look.Resource) || integrationForm.FindString(p.look.Resource) == "" ||
		strings.HasSuffix(p.look.Resource, ":states:::lambda:invoke")
	ok := false
	if function {
		ok = s.m.asKind(it, p.look, args) && it.await != "none"
	} else {
		ok = s.m.asCall(it, p.look, args) && it.await == ""
	}
	if !ok {
		return drop()
	}
	// once is what is known after a look and the decision to look again.
	decided := func(e env) env {
		e.result = it.raw
		e.state = p.name
		out := s.leave(nil, p.name, p.look.Output, p.look.Assign, e)
		if p.look.Output == nil {
			out.input = it.raw
		}
		out.result = nil
		return s.through(p.before, out)
	}
	loops := -1 // the rule that goes on, or len for the default
	for i, r := range p.decide.Choices {
		if p.again[r.Next] {
			if loops >= 0 {
				return drop()
			}
			loops = i
		}
	}
	if p.again[p.decide.Default] {
		if loops >= 0 {
			return drop()
		}
		loops = len(p.decide.Choices)
	}
	again := func(e env) env {
		e.state = p.decides
		output, assign := p.decide.Output, p.decide.Assign
		if loops < len(p.decide.Choices) {
			output, assign = p.decide.Choices[loops].Output, p.decide.Choices[loops].Assign
		}
		return s.through(p.between, s.leave(nil, p.decides, output, assign, e))
	}
	first := decided(e)
	second := again(first)
	every, known := s.pause(p.between, second)
	next := s.m.translate(p.look.Arguments, seenBy(second, p.name))
	if !known || !sameEnv(decided(second), first) || keyOf(next) != keyOf(args) && (function || !echoes(args, next, it)) {
		return drop()
	}
	if keyOf(next) != keyOf(args) {
		s.m.note("%q looks again with what the look before answered: that is taken for what was looked for at first", p.name)
	}
	if it.unsettled(first) {
		return drop()
	}
	it.note = p.look.Comment
	s.m.limits(it, p.look, seenBy(e, p.name))
	it.retry = append(it.retry, s.m.retriers(p.look.Retry, it)...)
	until := value(constant{asl.Bool(loops < len(p.decide.Choices))})
	for i, r := range slices.Backward(p.decide.Choices) {
		cond := s.m.condition(r.Condition, seenBy(first, p.decides))
		if i == loops {
			until = and(not(cond), until)
		} else {
			until = or(cond, until)
		}
	}
	it.poll = &poll{every: every, until: until}
	if s.startsWaiting(n, p) {
		if _, ok := every.(constant); ok { // known, as a delay has to be
			it.poll.delay = every
		} else {
			w := s.m.item("wait before "+p.name, "wait")
			w.set("for", every)
			b.add(w)
		}
	}
	b.add(it)
	s.after(b, it, p.name, p.look.Common, asl.Flow{Next: p.decides}, p.look.Catch, e)
	var forks []fork
	for i, r := range p.decide.Choices {
		if i == loops {
			continue
		}
		forks = append(forks, fork{label: r.Next, note: r.Comment, when: s.m.condition(r.Condition, seenBy(first, p.decides)), write: func(in *body) []way {
			return s.follow(in, r.Next, s.leave(in, p.decides, r.Output, r.Assign, seenBy(first, p.decides)))
		}})
	}
	if loops < len(p.decide.Choices) {
		forks = append(forks, fork{label: p.decide.Default, write: func(in *body) []way {
			if p.decide.Default == "" {
				f := s.m.item("no choice of "+p.decides, "fail")
				f.set("error", text("States.NoChoiceMatched"))
				in.add(f)
				return nil
			}
			return s.follow(in, p.decide.Default, s.leave(in, p.decides, p.decide.Output, p.decide.Assign, seenBy(first, p.decides)))
		}})
	} else if len(forks) > 0 {
		forks[len(forks)-1].when = nil
	}
	if len(forks) == 1 {
		return forks[0].write(b), true
	}
	return s.branch(b, p.decides, forks), true
}

// echoes reports whether a look is made again with names and ids that the look
// before has answered, which are those it was asked for: what an argument is
// called is how the answer calls it, or the end of that, or the other way round.
func echoes(first, next value, it *item) bool {
	a, okA := fieldsOf(first)
	b, okB := fieldsOf(next)
	if !okA || !okB || len(a.members) != len(b.members) {
		return false
	}
	for i, m := range a.members {
		n := b.members[i]
		if m.name != n.name {
			return false
		}
		if keyOf(m.v) == keyOf(n.v) {
			continue
		}
		r, ok := n.v.(ref)
		if f, isForeign := n.v.(*foreign); isForeign && len(f.see) == 1 {
			if path, isPath := strings.CutPrefix(f.text, "$"+f.see[0].name+"."); isPath {
				if r, ok = f.see[0].v.(ref); ok {
					r.path = append(slices.Clone(r.path), strings.Split(path, ".")...)
				}
			}
		}
		if !ok || r.root.what != rootOutput || r.root.item != it || len(r.path) == 0 {
			return false
		}
		last := r.path[len(r.path)-1]
		if !strings.HasSuffix(m.name, last) && !strings.HasSuffix(last, m.name) {
			return false
		}
	}
	return true
}

// seenBy is an environment as a state sees it.
func seenBy(e env, state string) env {
	e.state = state
	return e
}

// through is what is known after Pass and Wait states.
func (s *scope) through(names []string, e env) env {
	for _, name := range names {
		state, _ := s.of.State(name)
		e.state = name
		e = s.leave(nil, name, state.Base().Output, state.Base().Assign, e)
	}
	return e
}

// pause is how long the Wait states among some wait; false where they are
// several and not all known.
func (s *scope) pause(names []string, e env) (value, bool) {
	var out value
	for _, name := range names {
		state, _ := s.of.State(name)
		w, ok := state.(*asl.Wait)
		if !ok {
			continue
		}
		if out != nil {
			return nil, false
		}
		out = secondsOf(s.m.translate(w.Seconds, seenBy(e, name)))
	}
	return out, out != nil
}

// startsWaiting reports whether a loop is entered at its Wait, or before it.
func (s *scope) startsWaiting(n *node, p *polling) bool {
	for _, name := range p.between {
		if slices.Contains(n.from, name) {
			state, _ := s.of.State(name)
			if _, ok := state.(*asl.Wait); ok {
				return true
			}
		}
	}
	return false
}

// unsettled reports whether an environment has what is computed anew each time.
func (it *item) unsettled(e env) bool {
	found := false
	look := func(v value) {
		visit(v, func(v value) {
			if f, ok := v.(*foreign); ok {
				for _, name := range []string{"$now(", "$millis(", "$uuid(", "$random("} {
					found = found || strings.Contains(f.text, name)
				}
			}
			if f, ok := v.(*function); ok && f.name == "uuid" {
				found = true
			}
		})
	}
	look(e.input)
	for _, v := range e.vars {
		look(v.v)
	}
	return found
}

func sameEnv(a, b env) bool {
	if keyOf(a.input) != keyOf(b.input) || len(a.vars) != len(b.vars) {
		return false
	}
	for i := range a.vars {
		if a.vars[i].name != b.vars[i].name || keyOf(a.vars[i].v) != keyOf(b.vars[i].v) {
			return false
		}
	}
	return true
}

func and(x, y value) value {
	if keyOf(y) == keyOf(constant{asl.Bool(true)}) {
		return x
	}
	if keyOf(y) == keyOf(constant{asl.Bool(false)}) {
		return y
	}
	return &operation{"&&", x, y}
}

func or(x, y value) value {
	if keyOf(y) == keyOf(constant{asl.Bool(false)}) {
		return x
	}
	if keyOf(y) == keyOf(constant{asl.Bool(true)}) {
		return y
	}
	return &operation{"||", x, y}
}
