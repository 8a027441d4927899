package cost

import (
	"container/heap"
	"math"
	"slices"
	"time"

	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/expr"
)

// The ways through a map of states. They may lead back, in the loop of a poll, so
// the states are first put into groups that lead back to each other; between these
// no way does. A way costs the visits to its states, those of a group as often as
// it can go round.

// A group is a state, or several that lead back to each other.
type group struct {
	states []string
	sum    bounds // of one visit to each of them
	rounds [3]float64
	open   bool
}

// An edge is a way from one state to another.
type edge struct {
	to string
	// caught: only an error leads there.
	caught bool
}

// machine are the bounds of the states of a machine.
func (e *estimator) machine(m *asl.Machine) bounds {
	w := &ways{e: e, states: map[string]asl.State{}, out: map[string][]edge{}, of: map[string]int{}, own: map[string]bounds{}}
	for _, s := range m.States {
		w.states[s.Name] = s.State
		w.out[s.Name] = edges(s.State)
		w.own[s.Name] = e.state(s.Name, s.State)
	}
	w.gather(m.StartAt)
	for i := range w.groups {
		w.measure(&w.groups[i])
	}
	out := bounds{}
	var ok bool
	if out.least, ok = w.shortest(m.StartAt, true); !ok {
		out.least, _ = w.shortest(m.StartAt, false) // it never succeeds
	}
	if out.usual, ok = w.longest(m.StartAt, true); !ok {
		out.usual, _ = w.longest(m.StartAt, false)
	}
	out.most, _ = w.longest(m.StartAt, false)
	for _, g := range w.groups {
		out.open = out.open || g.open || g.sum.open
	}
	return out
}

// ways are those through one map of states.
type ways struct {
	e      *estimator
	states map[string]asl.State
	out    map[string][]edge
	own    map[string]bounds
	groups []group // each after those that it leads to
	of     map[string]int
}

func edges(s asl.State) []edge {
	var out []edge
	next := func(names ...string) {
		for _, name := range names {
			if name != "" {
				out = append(out, edge{to: name})
			}
		}
	}
	caught := func(all []asl.Catcher) {
		for _, c := range all {
			out = append(out, edge{to: c.Next, caught: true})
		}
	}
	switch s := s.(type) {
	case *asl.Task:
		next(s.Next)
		caught(s.Catch)
	case *asl.Parallel:
		next(s.Next)
		caught(s.Catch)
	case *asl.Map:
		next(s.Next)
		caught(s.Catch)
	case *asl.Pass:
		next(s.Next)
	case *asl.Wait:
		next(s.Next)
	case *asl.Choice:
		for _, r := range s.Choices {
			next(r.Next)
		}
		next(s.Default)
	case *asl.Succeed, *asl.Fail:
	}
	return out
}

// gather finds the groups, by Tarjan's way: a group is complete when nothing that
// it leads to leads back before it.
func (w *ways) gather(start string) {
	index, low, onStack := map[string]int{}, map[string]int{}, map[string]bool{}
	var stack []string
	var visit func(name string)
	visit = func(name string) {
		index[name] = len(index) + 1
		low[name] = index[name]
		stack, onStack[name] = append(stack, name), true
		for _, x := range w.out[name] {
			switch {
			case index[x.to] == 0:
				visit(x.to)
				low[name] = min(low[name], low[x.to])
			case onStack[x.to]:
				low[name] = min(low[name], index[x.to])
			}
		}
		if low[name] != index[name] {
			return
		}
		i := slices.Index(stack, name)
		g := group{states: slices.Clone(stack[i:])}
		for _, s := range g.states {
			onStack[s] = false
			w.of[s] = len(w.groups)
		}
		stack = stack[:i]
		w.groups = append(w.groups, g)
	}
	visit(start)
}

// measure finds how often a group goes round.
func (w *ways) measure(g *group) {
	for _, s := range g.states {
		g.sum = g.sum.plus(w.own[s])
	}
	g.rounds = [3]float64{1, 1, 1}
	first := g.states[0]
	if len(g.states) == 1 && !slices.ContainsFunc(w.out[first], func(x edge) bool { return x.to == first }) {
		return
	}
	move := Move{What: "loop", Each: int(g.sum.usual[transitions]), Usual: 1}
	slices.Sort(g.states)
	for _, s := range g.states {
		if name := w.e.from[s].Item; name != "" {
			move.Item = name
		}
	}
	g.open = true
	if task, ok := w.e.items[move.Item].(*dsl.Task); ok && task.Poll != nil {
		move.What = "looks"
		usual, most := w.e.looks(task)
		g.rounds[1], move.Usual = float64(usual), usual
		if g.open = most == 0; !g.open {
			g.rounds[2], move.Most = float64(most), most
		}
		move.Assumed = task.Expected == 0
	}
	g.rounds[2] = max(g.rounds[1], g.rounds[2])
	if !w.e.noRetries {
		w.e.moves[move.What+" "+move.Item] = move
	}
}

// looks are how often a poll looks, usually and at the most; zero where nothing
// bounds it.
func (e *estimator) looks(t *dsl.Task) (usual, most int) {
	number := func(x expr.Expr) float64 {
		if x == nil {
			return 0
		}
		if v, ok := expr.Static(x); ok && !v.IsNull() && v.Type() == cty.Number {
			f, _ := v.AsBigFloat().Float64()
			return f
		}
		return 0
	}
	every, timeout := number(t.Poll.Every), number(t.Timeout)
	if every == 0 && t.Poll.Every == nil && t.Kind.Poll != nil {
		every = t.Kind.Poll.Every.Seconds()
	}
	work := e.opts.Work
	if t.Expected > 0 {
		work = t.Expected
	}
	switch {
	case every <= 0:
		return max(1, int(work/(30*time.Second))), 0
	case timeout <= 0:
		return max(1, int(math.Ceil(work.Seconds()/every))), 0
	}
	// One before the first wait, and one that sees that the time is up.
	most = int(math.Ceil(timeout/every)) + 2
	return min(most, max(1, int(math.Ceil(work.Seconds()/every)))), most
}

// ends says whether an execution, or a branch, ends well in a state.
func (w *ways) ends(name string) bool {
	switch s := w.states[name].(type) {
	case *asl.Task:
		return s.End
	case *asl.Parallel:
		return s.End
	case *asl.Map:
		return s.End
	case *asl.Pass:
		return s.End
	case *asl.Wait:
		return s.End
	case *asl.Succeed:
		return true
	default:
	}
	return false
}

// takes: a way of one kind takes an edge: where all goes well, none that only an
// error does, and none to where something has failed.
func (w *ways) takes(x edge, well bool) bool {
	return !well || !x.caught && !w.e.from[x.to].Fails
}

// longest is the way that costs most, each count for itself; false where no way
// ends well and one was asked for.
func (w *ways) longest(start string, well bool) (counts, bool) {
	type end struct {
		cost counts
		ok   bool
	}
	best := make([]end, len(w.groups))
	for i, g := range w.groups { // what it leads to stands before it
		var rest end
		for _, s := range g.states {
			if w.ends(s) || !well && len(w.out[s]) == 0 {
				rest.ok = true
			}
			for _, x := range w.out[s] {
				if to := w.of[x.to]; to != i && w.takes(x, well) && best[to].ok {
					rest.ok = true
					rest.cost = rest.cost.atMost(best[to].cost)
				}
			}
		}
		own := g.sum.most.times(g.rounds[2])
		if well {
			own = g.sum.usual.times(g.rounds[1])
		}
		best[i] = end{own.plus(rest.cost), rest.ok}
	}
	b := best[w.of[start]]
	return b.cost, b.ok
}

// shortest is the way of the fewest transitions, by Dijkstra's way; false where
// none ends well and one was asked for.
func (w *ways) shortest(start string, well bool) (counts, bool) {
	open := &front{{start, w.own[start].least}}
	done := map[string]bool{}
	for open.Len() > 0 {
		at := heap.Pop(open).(reached)
		if done[at.state] {
			continue
		}
		done[at.state] = true
		if w.ends(at.state) || !well && len(w.out[at.state]) == 0 {
			return at.cost, true
		}
		for _, x := range w.out[at.state] {
			if w.takes(x, well) && !done[x.to] {
				heap.Push(open, reached{x.to, at.cost.plus(w.own[x.to].least)})
			}
		}
	}
	return counts{}, false
}

// A front holds states that are reached, the cheapest first.
type (
	front   []reached
	reached struct {
		state string
		cost  counts
	}
)

func (f front) Len() int      { return len(f) }
func (f front) Swap(i, j int) { f[i], f[j] = f[j], f[i] }
func (f front) Less(i, j int) bool {
	if a, b := f[i].cost[transitions], f[j].cost[transitions]; a != b {
		return a < b
	}
	return f[i].state < f[j].state
}
func (f *front) Push(x any) { *f = append(*f, x.(reached)) }

func (f *front) Pop() any {
	last := (*f)[len(*f)-1]
	*f = (*f)[:len(*f)-1]
	return last
}
