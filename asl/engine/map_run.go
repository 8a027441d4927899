package engine

import (
	"slices"
	"strings"

	"github.com/pipectl/pipectl/asl"
)

// distribute runs a child execution for every item, or batch of items.
func (m *mapping) distribute(fromReader bool) (asl.Value, *failure) {
	t := m.t
	if f := m.readTolerance(); f != nil {
		return nil, f
	}
	run := m.newRun()
	t.record(Event{Type: "MapRunStarted", MapRun: run.ARN})
	t.mapRun = run
	result, f := m.run(run, fromReader)
	if f != nil && f.aborted {
		return nil, f // kill has ended the run
	}
	t.mapRun = nil
	run.End = t.h.w.now
	if f != nil {
		run.Status = Failed
		t.record(Event{Type: "MapRunFailed", Error: f.name, HasError: true, Cause: f.cause, HasCause: !f.noCause})
		return nil, f
	}
	run.Status = Succeeded
	// The state's exit follows the start of its Map Run.
	ended := t.note(Event{Type: "MapRunSucceeded"})
	t.h.add(Event{Type: "MapStateSucceeded", Previous: ended})
	return result, nil
}

func (m *mapping) newRun() *MapRun {
	t := m.t
	x := t.h.execution
	label := m.s.Label
	if label == "" {
		label = strings.Map(func(r rune) rune {
			if strings.ContainsRune(" ?*<>{}[]\"#%\\^|~`$&,;:/", r) || r < 0x20 || r == 0x7f {
				return '_'
			}
			return r
		}, m.v.name)
	}
	prefix := "arn:aws:states:" + t.h.w.opts.Region + ":" + t.h.w.opts.Account
	run := &MapRun{
		ARN:   prefix + ":mapRun:" + x.Machine + "/" + label + ":" + t.h.w.uuid(),
		Label: label, State: m.v.name, Status: Running, Start: t.h.w.now,
		MaxConcurrency: m.concurrency, ToleratedFailureCount: int(max(m.toleratedCount, 0)),
		ToleratedFailurePercentage: m.toleratedPercentage,
	}
	x.MapRuns = append(x.MapRuns, run)
	return run
}

// run reads the items, starts the children and collects what they give.
func (m *mapping) run(run *MapRun, fromReader bool) (asl.Value, *failure) {
	t := m.t
	writer, f := m.prepareWriter()
	if f != nil {
		return nil, f
	}
	if fromReader {
		if f := m.readItems(); f != nil {
			return nil, f
		}
	}
	run.Items = len(m.items)
	inputs := make([]asl.Value, len(m.items))
	for i := range m.items {
		if inputs[i], f = m.select_(i); f != nil {
			return nil, f
		}
		if n := t.h.w.keep(size(inputs[i])); n > MaxPayload && !t.h.w.opts.Unlimited {
			return nil, tooLarge(m.v.name)
		}
		if f := t.h.full(); f != nil {
			return nil, f
		}
	}
	batches, f := m.batch(inputs)
	if f != nil {
		return nil, f
	}
	c := &children{m: m, run: run, batches: batches}
	f = c.wait()
	switch {
	case f != nil && f.name == errTolerated && writer.export:
		// What there is is written all the same. That the run failed matters
		// more than that its results could not be written.
		_, _ = m.export(writer, c)
		return nil, f
	case f != nil:
		return nil, f
	case writer.export:
		return m.export(writer, c)
	}
	results := asl.Array{}
	for _, x := range run.Executions {
		if x.Status == Succeeded { // others as many as are tolerated
			results = writer.add(results, x)
		}
	}
	return results, nil
}

// A batch is what one child execution is for: its input, and how many items
// that holds.
type batch struct {
	input asl.Value
	item  asl.Value // the context's Map member
	items int
}

// children are the child executions of a Map Run.
type children struct {
	m       *mapping
	run     *MapRun
	batches []batch
	next    int
	running int
	failed  int // items whose child failed
	exceeds bool
}

func (c *children) wait() *failure {
	t := c.m.t
	c.run.Executions = make([]*Execution, len(c.batches))
	t.runs = make([]*history, len(c.batches))
	c.fill()
	for c.running > 0 && !c.exceeds {
		if f := t.park(); f != nil {
			return f
		}
	}
	if c.exceeds {
		runs := t.runs
		t.runs = nil
		for _, run := range runs {
			if run != nil {
				run.end(Aborted, nil, nil)
			}
		}
		return fail(errTolerated, "The specified tolerated failure threshold was exceeded")
	}
	if c.next < len(c.batches) {
		return t.h.full()
	}
	return nil
}

// fill starts children until enough run.
func (c *children) fill() {
	for c.next < len(c.batches) && c.running < c.m.concurrency && c.m.t.h.full() == nil {
		c.begin(c.next)
		c.next++
	}
}

func (c *children) begin(i int) {
	t := c.m.t
	w := t.h.w
	x := t.h.execution
	machine := x.Machine + "/" + c.run.Label
	name := w.uuid()
	prefix := "arn:aws:states:" + w.opts.Region + ":" + w.opts.Account
	child := &Execution{
		ARN: prefix + ":execution:" + machine + ":" + name, Name: name,
		MachineARN: prefix + ":stateMachine:" + machine, Machine: machine,
		Role: x.Role, Input: c.batches[i].input, Items: c.batches[i].items,
	}
	c.run.Executions[i] = child
	c.running++
	h := w.newHistory(child, c.m.v.code.item, func(h *history) { c.ended(i, h) })
	if config := c.m.v.code.item.machine.ProcessorConfig; config.ExecutionType == "EXPRESS" {
		h.express = true
	}
	h.main.item = c.batches[i].item
	h.main.index = i
	h.main.path = append(slices.Clone(t.path), c.m.v.name)
	t.runs[i] = h
	h.start()
}

func (c *children) ended(i int, h *history) {
	t := c.m.t
	c.running--
	if c.exceeds {
		return
	}
	t.runs[i] = nil
	if h.execution.Status != Succeeded {
		c.failed += c.batches[i].items
		c.exceeds = c.exceedsTolerance()
	}
	if !c.exceeds {
		c.fill()
	}
	if c.exceeds || c.running == 0 {
		t.poke()
	}
}

func (c *children) exceedsTolerance() bool {
	m := c.m
	percentage := m.s.ToleratedFailurePercentage != nil || m.s.ToleratedFailurePercentagePath != nil
	switch {
	case m.toleratedCount >= 0 && int64(c.failed) > m.toleratedCount:
		return true
	case percentage && float64(c.failed)*100 > m.toleratedPercentage*float64(max(c.run.Items, 1)):
		return true
	}
	return m.toleratedCount < 0 && !percentage
}
