// Package importer turns a state machine into a pipeline in the language: the
// other way round than package compiler. What it knows the form of it writes as
// users would, what it does not it keeps as task "asl", and it says which is
// which. It reads the States Language and the catalog, never an account.
//
// It goes in four steps. rewrite_*.go make one query language of the two: what
// JSONPath says is said in JSONata. flow.go and tree.go make nested blocks of the
// jumps between states, emit.go and kind*.go tasks of states, following what each
// state hands on as a value (value.go, translate*.go) instead of the document that
// the States Language passes along. demand.go finds what somebody reads of all
// that, and write.go prints it. What then does not compile is imported again, as
// it is. Start at Import.
package importer

import (
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"github.com/pipectl/pipectl/asl"
)

// Options say how to import. The zero value imports as pipeline "imported".
type Options struct {
	// Name of the pipeline; empty: "imported". It is made a name of the
	// language where it is none.
	Name string

	// Express: the machine is an express one.
	Express bool

	named string // what Name was before it was made one
}

// A Result is what a machine became.
type Result struct {
	// Source is the text of a .pipe.hcl file, formatted.
	Source []byte

	// Pipeline is the name of the pipeline in it.
	Pipeline string

	// States is how many states the machine has, those inside of others
	// included, or steps a playbook; Verbatim how many of them stay in a task
	// "asl".
	States, Verbatim int

	// Kinds are how many tasks and blocks of each kind the pipeline has.
	Kinds map[string]int

	// Notes are what a reader should know: what stays as it is and why, and
	// what is not quite what it was.
	Notes []string

	// Diagnostics are what a compile says of Source: errors only where not
	// even the machine as it stands is one that the language can hold.
	Diagnostics hcl.Diagnostics
}

// An importer is one attempt.
type importer struct {
	opts   Options
	r      *rewriter
	names  map[string]bool
	ids    int
	items  []*item
	notes  []string
	levels map[string]int // of Tasks, by state; see levelKind

	// reasons are why states are at the level they are at, by state.
	reasons map[string]string

	inputs   map[string]*input
	defaults []defaults
	output   value
	root     *body
	broken   []string // why values have no text
}

func (m *importer) note(format string, args ...any) {
	n := fmt.Sprintf(format, args...)
	if !slices.Contains(m.notes, n) {
		m.notes = append(m.notes, n)
	}
}

// Import makes a pipeline of a machine. The result is never nil and always has
// a Source that parses; whether it compiles its Diagnostics say. The machine is
// one that AWS accepts, else the pipeline is as good as can be.
func Import(of *asl.Machine, opts Options) *Result {
	opts.named, opts.Name = opts.Name, PipelineName(opts.Name)
	levels, reasons := map[string]int{}, map[string]string{}
	why := "what it becomes does not compile"
	for range attempts {
		res, wrong, reason := attempt(of, opts, levels, reasons)
		if reason != "" {
			why = reason
			break
		}
		if len(wrong) == 0 {
			return res
		}
		before := maps.Clone(levels)
		for _, state := range wrong {
			if levels[state] <= levelStay {
				levels[state]++
			}
		}
		if maps.Equal(before, levels) {
			break
		}
	}
	return verbatim(of, opts, why)
}

// attempts is how often an import begins anew, with more left as it is.
const attempts = 12

// attempt imports once. wrong are the states whose tasks do not compile, why is
// the reason where the fault is no state's.
func attempt(of *asl.Machine, opts Options, levels map[string]int, reasons map[string]string) (res *Result, wrong []string, why string) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case unstructured:
			res, wrong, why = nil, nil, r.why
		default:
			panic(r)
		}
	}()
	m := newImporter(opts, levels)
	m.reasons = reasons
	machine := m.r.machine(of, "JSONPath")
	m.root = &body{}
	end := m.whole(m.root, machine, env{input: ref{root: root{what: rootInput}}})
	if end != nil {
		m.output = end.input
	}
	m.shareHandlers(m.root)
	m.renumber()
	m.demand()
	m.joinPolls()
	m.setDefaults()
	if wrong := m.unreadable(); len(wrong) > 0 {
		for _, state := range wrong { // another way of reading does not help
			levels[state] = max(levels[state], levelForeign)
		}
		return nil, wrong, ""
	}
	src, marks := m.write(of)
	res = m.result(of, src)
	if len(m.broken) > 0 {
		return nil, nil, m.broken[0]
	}
	wrong, why = m.check(res, marks)
	return res, wrong, why
}

func newImporter(opts Options, levels map[string]int) *importer {
	return &importer{
		opts: opts, levels: levels, names: map[string]bool{}, inputs: map[string]*input{},
		r: newRewriter(),
	}
}

func (m *importer) result(of *asl.Machine, src []byte) *Result {
	res := &Result{Source: src, Pipeline: m.opts.Name, Kinds: map[string]int{}, States: countStates(of)}
	for _, it := range m.items {
		if it.in == nil || !it.stands() {
			continue
		}
		res.Verbatim += it.verbatim
		res.Kinds[it.block+it.kind]++
	}
	for _, p := range m.r.problems {
		m.note("%s", p)
	}
	m.tellPlaceholders(of)
	m.tellCuts(m.opts.named)
	res.Notes = m.notes
	return res
}

// stands reports whether an item is a part of the pipeline.
func (it *item) stands() bool {
	for b := it.in; ; b = b.owner.in {
		if b == nil || !slices.Contains(b.items, it) {
			return false
		}
		if b.owner == nil {
			return true
		}
		it = b.owner
	}
}

// verbatim makes a pipeline of one task that is the whole machine.
func verbatim(of *asl.Machine, opts Options, why string) *Result {
	m := newImporter(opts, nil)
	machine := m.r.machine(of, "JSONPath")
	m.root = &body{}
	it := m.item("machine", "asl")
	it.verbatim = countStates(of)
	in := &inputs{m: m, env: env{input: ref{root: root{what: rootInput}}}}
	def := m.machineText(machine, in.env, in)
	it.set("input", in.whole)
	it.set("definition", constant{def})
	m.root.add(it)
	m.output = outputOf(it)
	m.note("the whole machine stays as one task \"asl\": %s", why)
	m.demand()
	src, _ := m.write(of)
	res := m.result(of, src)
	m.check(res, nil)
	return res
}
