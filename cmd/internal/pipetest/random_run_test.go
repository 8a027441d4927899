package pipetest

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/hashicorp/hcl/v2"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
	"github.com/pipectl/pipectl/compiler"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/diag"
)

// Random pipelines mean what the language says: no task starts before what it
// depends on has ended, each runs once or is skipped as its condition says,
// each is sent the values that it mentions, and a failure ends the execution as
// section 8 has it. PIPECTL_RANDOM is how many there are, 5000 by default;
// PIPECTL_SEED the first seed.
func TestRandomPipelines(t *testing.T) {
	checkRandom(t, setting("PIPECTL_RANDOM", 5000), newRandom)
}

// They mean the same when they are cut into parts, each a machine of its own, and
// so do those whose tasks are a part already, for their finally to be guaranteed.
func TestRandomPipelinesInParts(t *testing.T) {
	var pipelines, parts, guaranteed atomic.Int64
	checkRandom(t, setting("PIPECTL_RANDOM", 5000)/4, func(seed uint64) *random {
		r := newRandom(seed)
		r.small = 25 + int(seed%50)
		r.cut = func(n int) {
			pipelines.Add(int64(min(n, 1)))
			parts.Add(int64(n))
			if r.guarantee {
				guaranteed.Add(int64(min(n, 1)))
			}
		}
		return r
	})
	if pipelines.Load() == 0 || guaranteed.Load() == 0 {
		t.Error("no pipeline was cut, or none whose finally is guaranteed")
	}
	t.Logf("%d pipelines were cut into %d parts; the finally of %d of them is guaranteed", pipelines.Load(), parts.Load(), guaranteed.Load())
}

func checkRandom(t *testing.T, count int, makeRandom func(seed uint64) *random) {
	first := setting("PIPECTL_SEED", 1)
	if testing.Short() {
		count = min(count, 300)
	}
	var next atomic.Int64
	var group sync.WaitGroup
	var mu sync.Mutex
	var bad []uint64
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= count {
					return
				}
				seed := uint64(first + i)
				if err := makeRandom(seed).check(); err != nil {
					mu.Lock()
					bad = append(bad, seed)
					if len(bad) >= 10 {
						next.Store(int64(count))
					}
					mu.Unlock()
				}
			}
		})
	}
	group.Wait()
	slices.Sort(bad)
	for _, seed := range bad {
		r := makeRandom(seed)
		err := r.check()
		r, err = r.shrink(err)
		t.Errorf("seed %d: %v\n%s", seed, err, r.text())
	}
}

func setting(name string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return otherwise
}

// A made is a call that was made.
type made struct {
	start, end time.Time
	payload    asl.Value
	item       asl.Value // of the payload; nil: none
}

// check compiles and runs a pipeline and compares with what it means.
func (r *random) check() (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	fsys := fstest.MapFS{"main.pipe.hcl": {Data: []byte(r.text())}}
	project, diags := dsl.Load(fsys, ".", dsl.Options{})
	if diags.HasErrors() {
		return fmt.Errorf("load: %w", diags)
	}
	result, err := r.compile(project.Pipelines[0])
	if err != nil {
		return err
	}
	tasks := map[string]*node{}
	r.root.each(func(x, _ *node) { tasks[x.name] = x })
	calls := map[string][]made{}
	clusters := &running{}
	x, err := engine.Run(context.Background(), result.Machine, asl.Object{{Key: "n", Value: integer(r.input)}}, engine.Options{
		Machines: func(arn string) *asl.Machine {
			for _, part := range result.Parts {
				if strings.HasSuffix(arn, ":stateMachine:"+part.Name) {
					return part.Machine
				}
			}
			return nil
		},
		Task: func(c engine.Call) engine.Outcome {
			payload, _ := c.Arguments.(asl.Object).Get("Payload")
			if text := stepArgument(c.Arguments); text != "" {
				payload, _ = asl.DecodeValue([]byte(text))
			}
			m := made{start: c.Time, end: c.Time, payload: payload}
			if o, ok := payload.(asl.Object); ok {
				m.item, _ = o.Get("item")
			}
			o := engine.Outcome{Output: asl.Object{{Key: "Payload", Value: asl.Object{}}}}
			name := result.SourceMap[c.State].Item
			if role := result.SourceMap[c.State].Role; role != "task" {
				name += "-" + role
				switch role {
				case "create":
					id := asl.String("j-" + name)
					clusters.created(id, c.Arguments)
					o.Output, o.Takes = asl.Object{{Key: "ClusterId", Value: id}}, 3*time.Second
					m.end = c.Time.Add(o.Takes)
				case "terminate":
					clusters.ended(c.Arguments)
				case "left":
					return clusters.left(c)
				}
			}
			if n := tasks[name]; n != nil {
				m.end = c.Time.Add(time.Duration(n.takes) * time.Second)
				o = engine.Outcome{
					Output: asl.Object{{Key: "Payload", Value: asl.Object{{Key: "v", Value: integer(n.value)}}}},
					Takes:  time.Duration(n.takes) * time.Second,
				}
				if n.fails || c.Attempt < n.tries {
					o.Error, o.Cause = "Boom."+n.name, "because of "+n.name
				}
				if c.Attempt < n.tries {
					name += " again" // the last attempt is the one that counts
				}
			}
			calls[name] = append(calls[name], m)
			return o
		},
	})
	if err != nil {
		return fmt.Errorf("run: %w", err)
	}
	m := newModel(r)
	blame := m.run(r.root, false)
	return m.compare(x, calls, blame)
}

// compile lowers a pipeline, to as many machines as r.small asks for: the most
// bytes that each may have, in percent of the largest. Where it cannot be cut so
// far, it is cut less.
func (r *random) compile(p *dsl.Pipeline) (*compiler.Result, error) {
	result, diags := compiler.Compile(p, compiler.Options{})
	if diags.HasErrors() {
		return nil, fmt.Errorf("compile: %w", diags)
	}
	if r.small == 0 {
		return result, nil
	}
	largest := largest(result)
	for percent := r.small; percent < 100; percent += 15 {
		small, diags := compiler.Compile(p, compiler.Options{Limits: compiler.Limits{Bytes: largest * percent / 100}})
		if small != nil {
			r.cut(len(small.Parts) - len(result.Parts))
			return small, nil
		}
		for _, d := range diags {
			if d.Severity == hcl.DiagError && diag.Of(d).Code != diag.MachineTooLarge {
				return nil, fmt.Errorf("compile to parts: %w", diags)
			}
		}
	}
	return result, nil
}

// compare finds where an execution is not as the model says.
func (m *model) compare(x *engine.Execution, calls map[string][]made, blame []culprit) (err error) {
	fail := func(format string, args ...any) {
		if err == nil {
			err = fmt.Errorf(format, args...)
		}
	}
	if len(blame) > 0 {
		m.loosen(&node{bodies: []*graph{m.r.root}})
	}
	m.r.root.each(func(n, catchOf *node) {
		if n.kind != "task" {
			return
		}
		made, most := calls[n.name], m.times(n)
		if len(made) > most {
			fail("%s ran %d times, and not %d", n.name, len(made), most)
			return
		}
		switch m.fates[n] {
		case ran:
			if len(made) != most {
				fail("%s ran %d times, and not %d", n.name, len(made), most)
			}
		case failed:
			if len(made) == 0 {
				fail("%s did not run", n.name)
			}
		case skipped, unreached:
			if len(made) > 0 {
				fail("%s ran, and was to be left out", n.name)
			}
		case loose:
		}
		if again := len(calls[n.name+" again"]); m.fates[n] != loose && again != n.tries*len(made) || again > n.tries*most {
			fail("%s was tried again %d times, and not %d", n.name, again, n.tries)
		}
		for i, c := range made {
			for _, other := range made[:i] {
				if asl.Equal(c.item, other.item) {
					fail("%s ran twice for %s", n.name, show(c.item))
				}
			}
			if catchOf != nil {
				m.checkOrder(catchOf, c, calls, fail)
				m.checkCatch(n, catchOf, c, calls, fail)
				continue
			}
			if want := m.payload(n, c.item); !asl.Equal(want, c.payload) {
				fail("%s was sent %s, and not %s", n.name, show(c.payload), show(want))
			}
			m.checkOrder(n, c, calls, fail)
		}
	})
	m.checkClusters(calls, fail)
	m.checkEnd(x, calls, blame, fail)
	return err
}

func show(v asl.Value) string { return string(asl.AppendValue(nil, orEmpty(v), -1)) }

// checkOrder: what a node, and what is around it, waits for has ended; of a map
// for the same element.
func (m *model) checkOrder(n *node, c made, calls map[string][]made, fail func(string, ...any)) {
	same := true
	for ; n != nil; n = m.in[n] {
		same = same && n.items < 0
		for _, d := range m.hang[n] {
			(&graph{nodes: []*node{d}}).each(func(before, _ *node) {
				for _, b := range calls[before.name] {
					if b.end.After(c.start) && m.fates[before] != loose && (!same || d.items >= 0 || asl.Equal(b.item, c.item)) {
						fail("%s started before %s had ended", n.name, before.name)
					}
				}
			})
		}
	}
}

// checkCatch: the task of a catch runs after the failure and knows its name.
func (m *model) checkCatch(n, catchOf *node, c made, calls map[string][]made, fail func(string, ...any)) {
	name, at := first(m.blame[catchOf], calls)
	payload, _ := c.payload.(asl.Object)
	got, _ := payload.Get("name")
	if s, _ := got.(asl.String); !slices.Contains(name, string(s)) {
		fail("the catch of %s got the error %s, and not %v", catchOf.name, show(got), name)
	}
	if c.start.Before(at) && c.item == nil {
		fail("%s ran before %s had failed", n.name, catchOf.name)
	}
	for _, d := range n.reads {
		if v, _ := payload.Get(d.name); !asl.Equal(v, integer(m.value(d))) {
			fail("%s read %s of %s, and not %d", n.name, show(v), d.name, m.value(d))
		}
	}
}

// first are the errors of those that failed first, and when that was.
func first(blame []culprit, calls map[string][]made) (names []string, at time.Time) {
	for _, b := range blame {
		for _, c := range calls[b.task.name] {
			end := c.end
			for _, d := range b.after {
				for _, c := range calls[d.name] {
					if c.end.After(end) {
						end = c.end
					}
				}
			}
			switch {
			case at.IsZero() || end.Before(at):
				names, at = []string{"Boom." + b.task.name}, end
			case end.Equal(at):
				names = append(names, "Boom."+b.task.name)
			}
		}
	}
	return names, at
}

// checkEnd: how the execution ends, and what its handlers see.
func (m *model) checkEnd(x *engine.Execution, calls map[string][]made, blame []culprit, fail func(string, ...any)) {
	status, errors := "succeeded", []string(nil)
	var at time.Time
	if len(blame) == 0 || blame[0].succeeds {
		if x.Status != engine.Succeeded {
			fail("the execution ended as %s: %s: %s", x.Status, x.Error, x.Cause)
			return
		}
		want := m.outputs(m.r.root)
		switch {
		case len(blame) > 0:
			want = asl.Object{{Key: "why", Value: asl.String("Boom." + blame[0].task.name)}}
			_, at = first(blame, calls)
		case !m.r.output:
			want = asl.Object{}
		}
		if !asl.Equal(want, x.Output) {
			fail("the output is %s, and not %s", show(x.Output), show(want))
		}
	} else {
		status = "failed"
		errors, at = first(blame, calls)
		if x.Status != engine.Failed || !slices.Contains(errors, x.Error) {
			fail("the execution ended as %s with %s (%s), and not with %v", x.Status, x.Error, x.Cause, errors)
			return
		}
		if want := "because of " + x.Error[len("Boom."):]; x.Cause != want {
			fail("the cause is %q, and not %q", x.Cause, want)
		}
	}
	handler := func(name string, want bool, payload asl.Object) {
		made := calls[name]
		if want != (len(made) == 1) || len(made) > 1 {
			fail("%s ran %d times", name, len(made))
			return
		}
		if !want {
			return
		}
		if !asl.Equal(made[0].payload, payload) {
			fail("%s was sent %s, and not %s", name, show(made[0].payload), show(payload))
		}
		if made[0].start.Before(at) {
			fail("%s ran before anything had failed", name)
		}
	}
	var name, task asl.Value = asl.Null{}, asl.Null{}
	if x.HasError {
		name, task = asl.String(x.Error), asl.String(x.Error[len("Boom."):])
	}
	handler("alarm", m.r.onFailure && status == "failed", asl.Object{{Key: "name", Value: name}, {Key: "task", Value: task}})
	handler("tidy", m.r.finally, asl.Object{{Key: "name", Value: name}, {Key: "status", Value: asl.String(status)}})
}
