package cost

import (
	"math"
	"strconv"
	"strings"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/dsl"
)

// counts are transitions, events of the history that is looked at, the longest of
// the histories of others, express requests, seconds of express executions, and
// seconds that pass.
type counts [6]float64

const (
	transitions = iota
	events
	others
	requests
	billed
	seconds
)

func (c counts) transitions() float64 { return c[transitions] }

func (c counts) tally() Tally {
	whole := func(f float64) int { return int(min(f, 1<<53)) }
	return Tally{
		Transitions: whole(c[transitions]), Events: whole(max(c[events], c[others])), Requests: whole(c[requests]), Seconds: c[billed],
	}
}

func (c counts) plus(o counts) counts {
	for i := range c {
		if i == others {
			c[i] = max(c[i], o[i])
		} else {
			c[i] += o[i]
		}
	}
	return c
}

// beside is what happens at the same time.
func (c counts) beside(o counts) counts {
	took := max(c[seconds], o[seconds])
	c = c.plus(o)
	c[seconds] = took
	return c
}

func (c counts) times(n float64) counts {
	for i := range c {
		if i != others {
			c[i] *= n
		}
	}
	return c
}

// atMost is the most of each.
func (c counts) atMost(o counts) counts {
	for i := range c {
		c[i] = max(c[i], o[i])
	}
	return c
}

// bounds are what something counts at the least, usually and at the most.
type bounds struct {
	least, usual, most counts
	open               bool
}

func same(c counts) bounds { return bounds{least: c, usual: c, most: c} }

func (b bounds) plus(o bounds) bounds {
	return bounds{b.least.plus(o.least), b.usual.plus(o.usual), b.most.plus(o.most), b.open || o.open}
}

func (b bounds) beside(o bounds) bounds {
	return bounds{b.least.beside(o.least), b.usual.beside(o.usual), b.most.beside(o.most), b.open || o.open}
}

// execution are the bounds of an execution of its own: its events are those of a
// history of its own.
func (e *estimator) execution(m *asl.Machine) bounds {
	b := e.machine(m)
	begun := counts{events: 2}
	if e.express {
		begun[requests] = 1
	}
	b = same(begun).plus(b)
	if e.express {
		for _, c := range []*counts{&b.least, &b.usual, &b.most} {
			c[billed] += c[seconds]
			c[transitions], c[events] = 0, 0
		}
	}
	return b
}

// elsewhere are bounds as the execution sees them that started another one.
func (b bounds) elsewhere() bounds {
	for _, c := range []*counts{&b.least, &b.usual, &b.most} {
		c[others] = max(c[others], c[events])
		c[events] = 0
	}
	return b
}

// state are the bounds of one visit to a state, its retries included.
func (e *estimator) state(name string, s asl.State) bounds {
	one := counts{transitions: 1, events: 2}
	switch s := s.(type) {
	case *asl.Task:
		one[events] = 5
		if strings.Contains(s.Resource, ".sync") || strings.Contains(s.Resource, ".waitForTaskToken") || strings.Contains(s.Resource, ":activity:") {
			one[events] = 6
		}
		one[seconds] = e.takes(name)
		b := same(one)
		if part := e.parts[e.from[name].Item]; part != nil && e.from[name].Role == "part" {
			inner := e.execution(part).elsewhere()
			inner.most = inner.most.times(1 + e.attempts(s.Retry))
			b = b.plus(inner)
		}
		n := e.attempts(s.Retry)
		b.most = b.most.plus(counts{transitions: n, events: 3 * n, seconds: n * one[seconds]})
		return b
	case *asl.Parallel:
		inner := bounds{}
		for _, branch := range s.Branches {
			inner = inner.beside(e.machine(branch))
		}
		one[events] = 4
		return e.again(same(one), inner, s.Retry)
	case *asl.Map:
		one[events] = 4
		least, usual, most := e.elements(s, name)
		var inner bounds
		if distributed(s) {
			one[events] = 6
			express := e.express
			e.express = s.Processor.ProcessorConfig.ExecutionType == "EXPRESS"
			inner = e.execution(s.Processor).elsewhere()
			e.express = express
		} else {
			inner = same(counts{events: 2}).plus(e.machine(s.Processor))
		}
		all := bounds{inner.least.times(float64(least)), inner.usual.times(float64(usual)), inner.most.times(float64(most)), inner.open || most < 0}
		if most < 0 {
			all.most = inner.most.times(float64(usual))
		}
		e.noteElements(s, name, inner, usual, most)
		return e.again(same(one), all, s.Retry)
	case *asl.Wait:
		if n, ok := s.Seconds.(asl.Number); ok {
			one[seconds], _ = strconv.ParseFloat(string(n), 64)
		}
		return same(one)
	default:
	}
	return same(one)
}

// again are the bounds of a state with others inside of it, all of which a retry
// runs again.
func (e *estimator) again(own, inner bounds, retry []asl.Retrier) bounds {
	b := own.plus(inner)
	n := e.attempts(retry)
	b.most = b.most.plus(inner.most.plus(counts{transitions: 1, events: 3}).times(n))
	return b
}

// attempts are how often a state is tried again at most: each retrier counts for
// itself.
func (e *estimator) attempts(all []asl.Retrier) float64 {
	if e.noRetries {
		return 0
	}
	sum := 0.0
	for _, r := range all {
		n := 3.0 // what the language takes where nothing is said
		if v, ok := r.MaxAttempts.(asl.Number); ok {
			n, _ = strconv.ParseFloat(string(v), 64)
		}
		sum += n
	}
	return sum
}

// takes are the seconds that a task takes, as far as anything says it.
func (e *estimator) takes(state string) float64 {
	if item := e.items[e.from[state].Item]; item != nil && e.from[state].Role == "task" {
		if d := item.Base().Expected; d > 0 {
			return d.Seconds()
		}
	}
	return 1
}

func distributed(m *asl.Map) bool {
	return m.Processor.ProcessorConfig != nil && m.Processor.ProcessorConfig.Mode == "DISTRIBUTED"
}

// elements are how many times the states of a Map run: batches, where it has them.
// Most is less than zero where nothing bounds it.
func (e *estimator) elements(m *asl.Map, state string) (least, usual, most int) {
	each := e.each(state)
	least, usual, most = 0, e.opts.AnyItems, -1
	if items, ok := m.Items.(asl.Array); ok {
		least, usual, most = len(items), len(items), len(items)
	} else if n, ok := e.opts.Items[e.from[state].Item]; ok {
		least, usual, most = n, n, n
	}
	if each != nil && each.Batch > 1 {
		batches := func(n int) int { return int(math.Ceil(float64(n) / float64(each.Batch))) }
		least, usual = batches(least), batches(usual)
		if most >= 0 {
			most = batches(most)
		}
	}
	return least, usual, most
}

// each is what the Map of a state runs over; nil where that is not known.
func (e *estimator) each(state string) *dsl.Each {
	if item := e.items[e.from[state].Item]; item != nil {
		return item.Base().Each
	}
	return nil
}

func (e *estimator) noteElements(m *asl.Map, state string, inner bounds, usual, most int) {
	item := e.from[state].Item
	if _, known := m.Items.(asl.Array); known || e.noRetries {
		return
	}
	_, said := e.opts.Items[item]
	e.moves["elements "+item] = Move{
		What: "elements", Item: item, Each: int(inner.usual[transitions] + inner.usual[requests]), Usual: usual, Most: max(0, most), Assumed: !said,
	}
}
