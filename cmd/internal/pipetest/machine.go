package pipetest

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
	"github.com/pipectl/pipectl/asl/replay"
	"github.com/pipectl/pipectl/compiler"
	"github.com/pipectl/pipectl/dsl"
)

// A Machine is a state machine that can be run with mocks.
type Machine struct {
	Name string

	machine *asl.Machine
	parts   map[string]*asl.Machine // by name
	source  compiler.SourceMap      // nil of a bare machine
	names   *index                  // nil of a bare machine
	depths  map[string]int          // of states: how many Maps they stand in
	foreign bool                    // states may come that source does not know
	marks   map[string]replay.Mark  // of states that stand for what is not done
}

// NewMachine makes a machine of a pipeline and what it was compiled to. From
// then on the result belongs to the machine.
func NewMachine(p *dsl.Pipeline, r *compiler.Result) *Machine {
	m := &Machine{Name: p.Name, machine: r.Machine, source: r.SourceMap, names: newIndex(p), depths: map[string]int{}, parts: map[string]*asl.Machine{}}
	for _, part := range r.Parts {
		m.parts[part.Name] = part.Machine
	}
	m.look(m.machine, 0)
	return m
}

// BareMachine makes a machine of a state machine that no pipeline belongs to.
// Mocks go by the names of states.
func BareMachine(name string, machine *asl.Machine) *Machine {
	m := &Machine{Name: name, machine: machine, depths: map[string]int{}}
	m.look(machine, 0)
	return m
}

// look notes how deep in Maps states are, and takes the time out of waits
// between looks.
func (m *Machine) look(machine *asl.Machine, depth int) {
	for _, e := range machine.States {
		m.depths[e.Name] = depth
		switch s := e.State.(type) {
		case *asl.Parallel:
			if t := m.task(e.Name); t != nil && t.Kind.Verbatim && m.source[e.Name].Role == "task" {
				m.mockVerbatim(e.Name, s)
			}
			for _, b := range s.Branches {
				m.look(b, depth)
			}
		case *asl.Map:
			m.look(s.Processor, depth+1)
			if s.ItemReader != nil && m.names != nil {
				mockReader(m.source[e.Name].Item, s)
			}
		case *asl.Task:
			if o := m.source[e.Name]; o.Role == "part" {
				m.look(m.parts[o.Item], depth)
			}
		case *asl.Wait:
			if t := m.task(e.Name); t != nil && builtIn(t) {
				s.Seconds = asl.Number("0")
			}
		default:
		}
	}
}

// task is the task that a state belongs to, or nil.
func (m *Machine) task(state string) *dsl.Task {
	if m.names == nil {
		return nil
	}
	return m.names.task(m.source[state].Item)
}

// Options say how to run a machine.
type Options struct {
	// Input of the execution; nil stands for {}.
	Input asl.Value

	// At is when the execution starts; zero: DefaultStart.
	At time.Time

	// Name of the execution; empty: "test".
	Name string

	Mocks Mocks

	// Stub answers what no mock is left for with an example of its result.
	Stub bool

	// Watch, unless it is nil, is told what happens while it happens. It
	// must be quick.
	Watch func(Moment)
}

// A Run is what happened.
type Run struct {
	Machine   *Machine
	Execution *engine.Execution

	// Spans are the tasks, and creations and ends of clusters, that started,
	// once per element, in the order in which they did.
	Spans []*Span

	// Skipped are the names of tasks and blocks that were skipped, in the
	// order of declaration.
	Skipped []string

	// Calls are all calls of services, in the order in which they were made.
	Calls []*Call

	// Missing is the call that nothing answered; nil where all had answers.
	// Contradiction is what a mock says against itself. The execution was
	// stopped there.
	Missing       *Missing
	Contradiction *Contradiction
}

// A Call is one call of a service.
type Call struct {
	// Name is that of the task, or of the cluster with "-create" and the
	// like behind it; State the state that made the call.
	Name, State string

	// Whole: it stands for the task as a whole; not so the looks and the
	// stop of a kind that is polled, and the like.
	Whole bool

	Resource  string
	Arguments asl.Value
	Time      time.Duration // since the start of the execution
	Error     string        // empty where it went well
}

// A Missing is a call that nothing answered.
type Missing struct {
	Name      string // of the task, or the state of a bare machine
	Kind      string // of the task; empty of a bare machine
	Arguments asl.Value

	// Example is an example of the task's result.
	Example asl.Value

	// Passed are the mocks of that name and why each was passed over.
	Passed []Passed
}

// A Passed is a mock that was passed over.
type Passed struct {
	Mock *Mock
	Why  string // "has answered 2 times", "its call is false"
}

// A Contradiction is a mock whose output says that the work goes on, although
// the task has ended.
type Contradiction struct {
	Mock *Mock // nil: an answer of ours
	Name string
	Text string
}

// Duration is how long the execution took.
func (r *Run) Duration() time.Duration { return r.Execution.End.Sub(r.Execution.Start) }

// Status is how it ended: "succeeded", "failed", "timed_out" or "aborted".
func (r *Run) Status() string { return strings.ToLower(string(r.Execution.Status)) }

// Ran are the names of Spans that were done.
func (r *Run) Ran() []string { return r.marked(replay.None) }

// Kept are the names of Spans that were not, as an execution had done them that this
// one went on from.
func (r *Run) Kept() []string { return r.marked(replay.Kept) }

func (r *Run) marked(mark replay.Mark) []string {
	out := []string{}
	for _, s := range r.Spans {
		if s.Mark == mark {
			out = append(out, s.Name)
		}
	}
	return out
}

// Run runs the machine to its end. A failed execution is a result; the error is
// that of a machine or an input that cannot be run at all, or ctx's.
func (m *Machine) Run(ctx context.Context, opts Options) (*Run, error) {
	inner, cancel := context.WithCancel(ctx)
	defer cancel()
	r := &running{
		m:      m,
		opts:   opts,
		stop:   cancel,
		out:    &Run{Machine: m},
		record: newRecord(m, opts.Watch),
		used:   make([]int, len(opts.Mocks)),
		loops:  map[string]*loop{},
		thens:  map[string]asl.Value{},
		busy:   map[string]bool{},
	}
	x, err := engine.Run(inner, m.machine, opts.Input, m.options(opts, r))
	if x == nil {
		return nil, err
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil && r.out.Missing == nil && r.out.Contradiction == nil {
		return nil, err
	}
	out := r.out
	out.Execution = x
	out.Spans = r.record.spans
	if m.names != nil {
		out.Skipped = m.skipped(r.record, r.busy)
	}
	return out, nil
}

// options are those of the engine.
func (m *Machine) options(opts Options, r *running) engine.Options {
	o := engine.Options{
		Task:          r.task,
		Event:         r.record.event,
		Name:          opts.Name,
		Machine:       m.Name,
		Start:         opts.At,
		Store:         mockStore{engine.MemoryStore{}, r},
		LongestJitter: true,
	}
	if o.Name == "" {
		o.Name = "test"
	}
	if o.Start.IsZero() {
		o.Start = DefaultStart
	}
	if m.names == nil {
		return o
	}
	o.Machines = func(arn string) *asl.Machine { return m.parts[arn[strings.LastIndexByte(arn, ':')+1:]] }
	p := m.names.p
	o.Express, o.Region, o.Account = p.Express, p.Region, p.Account
	if partition := dsl.Partition(p.Region); p.Region != "" && partition != "aws" {
		account := p.Account
		if account == "" {
			account = "123456789012"
		}
		prefix := fmt.Sprintf("arn:%s:states:%s:%s:", partition, p.Region, account)
		o.MachineARN = prefix + "stateMachine:" + m.Name
		o.ExecutionARN = prefix + "execution:" + m.Name + ":" + o.Name
		o.Role = fmt.Sprintf("arn:%s:iam::%s:role/states", partition, account)
	}
	return o
}

// Fails says whether a span is one of a task of kind "fail".
func (r *Run) Fails(s *Span) bool {
	if r.Machine.names == nil {
		return false
	}
	t := r.Machine.names.task(s.Name)
	return t != nil && t.Kind.Name == "fail"
}
