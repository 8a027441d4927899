package replay

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
)

// A Report says what a machine that was written does not do again.
type Report struct {
	// Items that are replayed in at least one iteration, in the order of the
	// machine.
	Items []string
}

// A Past is an execution that counts.
type Past struct {
	Record *Record
	// Origin says what states belong to: those of the machine, and those of the
	// record, which the machine may not have.
	Origin func(state string) Origin
}

// Write changes a machine so that it does not do again what has succeeded in an
// execution of it, or of one that was much like it, or in those that this one went on
// from: the latest comes first. The machine is one whose query language is JSONata.
func Write(m *asl.Machine, pasts ...Past) (Report, error) {
	w := &writer{names: map[string]bool{}}
	for _, p := range pasts {
		w.pasts = append(w.pasts, newOutcomes(p.Record, p.Origin))
	}
	asl.Walk(m, func(_, name string, _ asl.State) { w.names[name] = true })
	_, err := w.machine(m, iterations{keys: []string{""}})
	return w.report, err
}

type writer struct {
	pasts  []*outcomes // the latest first
	names  map[string]bool
	report Report
}

// origin of a state of the machine.
func (w *writer) origin(state string) Origin { return w.pasts[0].origin(state) }

// visit is that of a state which need not be done again in an iteration; nil: none.
func (w *writer) visit(key, state string) *visit {
	for _, past := range w.pasts {
		if past.again(key, state) {
			return past.r.visits[place{key, state}]
		}
		if past.begun(key, state) {
			return nil
		}
	}
	return nil
}

// iterations are those in which a map of states ran; outside of Maps the one of
// key "".
type iterations struct {
	keys  []string
	depth int
	node  jsonata.Node // the key at run time; nil outside of Maps
}

// inside are the iterations of a Map in these.
func (w *writer) inside(at iterations, state string) iterations {
	in := iterations{depth: at.depth + 1}
	for _, key := range at.keys {
		var numbers []int
		for _, past := range w.pasts {
			for i := range past.r.iterations[place{key, state}] {
				numbers = append(numbers, i)
			}
		}
		slices.Sort(numbers)
		for _, i := range slices.Compact(numbers) {
			in.keys = append(in.keys, inner(key, i))
		}
	}
	index := states("context", "Map", "Item", "Index")
	in.node = call("string", index)
	if at.node != nil {
		in.node = binary("&", binary("&", &jsonata.Var{Name: keyVar(at.depth)}, &jsonata.String{Value: "/"}), index)
	}
	return in
}

// inner is the key of an iteration in another.
func inner(key string, index int) string {
	if key == "" {
		return strconv.Itoa(index)
	}
	return key + "/" + strconv.Itoa(index)
}

// keyVar is the variable that the iterations inside of others know these by.
func keyVar(depth int) string { return "replay_" + strconv.Itoa(depth) }

// machine changes the states of a map, and says whether any of those that stand in
// Maps inside of it was.
func (w *writer) machine(m *asl.Machine, at iterations) (deeper bool, err error) {
	var out []asl.Entry
	renamed := map[string]string{}
	for _, e := range m.States {
		ways, err := w.ways(e, at)
		if err != nil {
			return deeper, err
		}
		if len(ways) > 0 {
			w.note(e.Name)
		}
		if len(ways) == 1 && at.node == nil {
			out = append(out, asl.Entry{Name: e.Name, State: ways[0].pass})
			continue
		}
		more, err := w.into(e, at)
		if err != nil {
			return deeper, err
		}
		deeper = deeper || more
		if len(ways) == 0 {
			out = append(out, e)
			continue
		}
		choice := w.name(e.Name + "-replay")
		renamed[e.Name] = choice
		out = append(out, w.choose(choice, e, ways, at)...)
	}
	m.States = out
	redirect(m, renamed)
	prune(m)
	return deeper, nil
}

// into changes what is inside of a state.
func (w *writer) into(e asl.Entry, at iterations) (deeper bool, err error) {
	switch s := e.State.(type) {
	case *asl.Parallel:
		for _, b := range s.Branches {
			more, err := w.machine(b, at)
			if err != nil {
				return deeper, err
			}
			deeper = deeper || more
		}
	case *asl.Map:
		if distributed(s) || s.Processor == nil {
			return false, nil // executions of their own, of which nothing is known here
		}
		before := len(w.report.Items)
		in := w.inside(at, e.Name)
		more, err := w.machine(s.Processor, in)
		if err != nil {
			return false, err
		}
		if more {
			// Those further in know by a variable where they are.
			first := w.name(e.Name + "-replay-key")
			s.Processor.States = append([]asl.Entry{{Name: first, State: &asl.Pass{
				Common: asl.Common{Assign: asl.Object{{Key: keyVar(in.depth), Value: asl.Code{Expr: in.node}}}},
				Flow:   asl.Flow{Next: s.Processor.StartAt},
			}}}, s.Processor.States...)
			s.Processor.StartAt = first
		}
		return at.node != nil && (more || len(w.report.Items) > before || replays(s.Processor)), nil
	default:
	}
	return deeper, nil
}

// replays says whether a map of states has one that looks at its iteration.
func replays(m *asl.Machine) bool {
	found := false
	asl.Walk(m, func(_, name string, _ asl.State) { found = found || strings.HasSuffix(name, "-replay") })
	return found
}

func distributed(s *asl.Map) bool {
	return s.Processor != nil && s.Processor.ProcessorConfig != nil && s.Processor.ProcessorConfig.Mode == "DISTRIBUTED"
}

func (w *writer) note(state string) {
	if item := w.origin(state).Item; item != "" && !slices.Contains(w.report.Items, item) {
		w.report.Items = append(w.report.Items, item)
	}
}

// name makes a name that no state has.
func (w *writer) name(s string) string {
	const limit = 80 // of the names of states
	if len(s) > limit {
		s = s[len(s)-limit:]
	}
	name := s
	for i := 2; w.names[name]; i++ {
		name = fmt.Sprintf("%s-%d", s[max(0, len(s)-limit+4):], i)
	}
	w.names[name] = true
	return name
}

// choose writes a Choice in front of a state of a Map, and what it leads to in the
// iterations in which the state was done.
func (w *writer) choose(name string, e asl.Entry, ways []way, at iterations) []asl.Entry {
	choice := &asl.Choice{Default: e.Name}
	out := []asl.Entry{{Name: name, State: choice}}
	for _, way := range ways {
		to := w.name(e.Name + "-replayed")
		all := &jsonata.Array{}
		for _, k := range way.keys {
			all.Items = append(all.Items, &jsonata.String{Value: k})
		}
		choice.Choices = append(choice.Choices, asl.Rule{Condition: asl.Code{Expr: binary("in", at.node, all)}, Next: to})
		out = append(out, asl.Entry{Name: to, State: way.pass})
	}
	return append(out, e)
}

// redirect leads to other states what led to some, but the Choices that stand in
// front of them.
func redirect(m *asl.Machine, renamed map[string]string) {
	to := func(next *string) {
		if other, ok := renamed[*next]; ok {
			*next = other
		}
	}
	to(&m.StartAt)
	catch := func(all []asl.Catcher) {
		for i := range all {
			to(&all[i].Next)
		}
	}
	for _, e := range m.States {
		switch s := e.State.(type) {
		case *asl.Task:
			to(&s.Next)
			catch(s.Catch)
		case *asl.Parallel:
			to(&s.Next)
			catch(s.Catch)
		case *asl.Map:
			to(&s.Next)
			catch(s.Catch)
		case *asl.Pass:
			to(&s.Next)
		case *asl.Wait:
			to(&s.Next)
		case *asl.Choice:
			for i := range s.Choices {
				to(&s.Choices[i].Next)
			}
			if renamed[s.Default] != e.Name {
				to(&s.Default)
			}
		case *asl.Succeed, *asl.Fail:
		}
	}
}

func states(member string, path ...string) jsonata.Node {
	var n jsonata.Node = &jsonata.Dot{Left: &jsonata.Var{Name: "states"}, Right: &jsonata.Name{Value: member}}
	for _, p := range path {
		n = &jsonata.Dot{Left: n, Right: &jsonata.Name{Value: p}}
	}
	return n
}

func binary(op string, l, r jsonata.Node) jsonata.Node {
	return &jsonata.Binary{Op: op, Left: l, Right: r}
}
