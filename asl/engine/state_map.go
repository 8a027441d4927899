package engine

import (
	"math"
	"strconv"

	"github.com/pipectl/pipectl/asl"
)

// mapItems runs a Map.
func (t *thread) mapItems(v *visit, s *asl.Map) (step, *failure) {
	return t.attempts(v, s.Retry, s.Catch, func() (step, *failure) {
		m := &mapping{t: t, v: v, s: s}
		result, f := m.once()
		if f != nil {
			return step{}, t.evaluationFailed(v, f)
		}
		var out asl.Value
		if v.code.jsonata {
			out, f = t.finishJSONata(v, s.Output, s.Assign, result, env{v: v, result: result})
		} else {
			out, f = t.resultOutput(v, s.ResultSelector, s.Assign, s.ResultPath, result)
		}
		if f != nil {
			return step{}, t.evaluationFailed(v, f)
		}
		return step{out, s.Next}, nil
	}, func() { t.record(Event{Type: "MapStateFailed"}) })
}

// A mapping is one attempt of a Map.
type mapping struct {
	t  *thread
	v  *visit
	s  *asl.Map
	in asl.Value // the effective input

	items  []item
	source string // of the items: STATE_DATA or where they were read

	concurrency         int
	toleratedCount      int64 // -1 where none is set
	toleratedPercentage float64

	following func() // begins the next iteration
}

// An item is what one iteration is for. Key is set where the items are the
// members of an object.
type item struct {
	value asl.Value
	key   string
	keyed bool
}

// itemBytes is about what an item and its output take, beside their values.
const itemBytes = 64

func (m *mapping) distributed() bool {
	c := m.v.code.item.machine.ProcessorConfig
	return c != nil && c.Mode == "DISTRIBUTED"
}

func (m *mapping) once() (asl.Value, *failure) {
	t, v := m.t, m.v
	m.in = v.input
	var f *failure
	if !v.code.jsonata {
		if m.in, f = t.effectiveInput(v); f != nil {
			return nil, f
		}
	}
	m.source = "STATE_DATA"
	fromReader := m.s.ItemReader != nil && m.distributed()
	if fromReader && v.trace != nil {
		for _, value := range v.trace.readerData {
			m.items = append(m.items, item{value: value})
		}
	}
	if !fromReader {
		if f := m.stateItems(); f != nil {
			return nil, f
		}
	}
	t.h.w.keep(len(m.items) * itemBytes)
	if f := t.h.full(); f != nil && v.trace == nil {
		return nil, f
	}
	if f := m.readConcurrency(); f != nil {
		return nil, f
	}
	if v.trace != nil {
		return m.traced()
	}
	t.record(Event{Type: "MapStateStarted", Length: len(m.items)})
	if m.distributed() {
		return m.distribute(fromReader)
	}
	return m.inline()
}

// stateItems takes the items from the state's input.
func (m *mapping) stateItems() *failure {
	t, v := m.t, m.v
	var value asl.Value
	var f *failure
	switch {
	case v.code.jsonata && m.s.Items != nil:
		if value, f = t.evaluate(m.s.Items, "Items", env{v: v}); f != nil {
			return f
		}
		kind := typeName(value)
		if kind != "array" && !(kind == "object" && m.distributed()) {
			return t.unexpected(m.s.Items, value, "Items", "array", env{v: v})
		}
	case v.code.jsonata:
		value = v.input
	case m.s.ItemsPath != nil:
		path, _ := m.s.ItemsPath.(asl.String)
		if value, f = t.query(v, string(path), m.in); f != nil {
			return f
		}
		if _, ok := value.(asl.Array); !ok && (!m.distributed() || typeName(value) != "object") {
			return fail(errRuntime, "Reference path \"%s\" must point to array.", strip(string(path)))
		}
		v.trace.set("afterItemsPath", value)
	default:
		value = m.in
	}
	switch x := value.(type) {
	case asl.Array:
		for _, value := range x {
			m.items = append(m.items, item{value: value})
		}
		return nil
	case asl.Object:
		if m.distributed() {
			for _, member := range x {
				m.items = append(m.items, item{value: member.Value, key: member.Key, keyed: true})
			}
			return nil
		}
	default:
	}
	if v.code.jsonata {
		// No location: the fault is no expression's.
		return t.badQuery(v, "", "Map state input must be an array but was: %s", text(value))
	}
	return fail(errRuntime, "Reference path \"$\" must point to array.")
}

// readConcurrency works out how many iterations run at a time.
func (m *mapping) readConcurrency() *failure {
	n, given, f := m.integer(m.s.MaxConcurrency, m.s.MaxConcurrencyPath, "MaxConcurrency")
	if f != nil {
		return f
	}
	if given && n < 0 {
		return fail(errRuntime, "Expected non-negative integer for MaxConcurrency, got '%d' instead.", n).within(m.v)
	}
	most := int64(maxInline)
	if m.distributed() {
		most = maxDistributed
	}
	m.concurrency = int(most)
	if n > 0 && n < most {
		m.concurrency = int(n)
	}
	m.v.trace.setNumber("maxConcurrency", true, float64(n))
	return nil
}

// readTolerance works out how many child executions may fail.
func (m *mapping) readTolerance() *failure {
	n, given, f := m.integer(m.s.ToleratedFailureCount, m.s.ToleratedFailureCountPath, "ToleratedFailureCount")
	if f != nil {
		return f
	}
	if given && n < 0 {
		return fail(errRuntime, "ToleratedFailureCount cannot be negative.").within(m.v)
	}
	m.toleratedCount = -1
	if given {
		m.toleratedCount = n
	}
	m.v.trace.setNumber("toleratedFailureCount", given, float64(n))
	p, given, f := m.number(m.s.ToleratedFailurePercentage, m.s.ToleratedFailurePercentagePath, "ToleratedFailurePercentage")
	if f != nil {
		return f
	}
	if given && !(p >= 0 && p <= 100) {
		return fail(errRuntime, "ToleratedFailurePercentage must be between 0 and 100.").within(m.v)
	}
	m.toleratedPercentage = p
	m.v.trace.setNumber("toleratedFailurePercentage", given, p)
	return nil
}

// integer and number read a field that is given as such, by an expression or
// by a path. A text of digits counts as its number where a path refers to it.
func (m *mapping) integer(static, path asl.Value, field string) (int64, bool, *failure) {
	value, given, f := m.value(static, path, field)
	if f != nil || !given {
		return 0, false, f
	}
	if n, ok := integerOf(value); ok {
		return n, true, nil
	}
	if s, ok := value.(asl.String); ok && path != nil {
		if n, err := strconv.ParseInt(string(s), 10, 64); err == nil {
			return n, true, nil
		}
	}
	return 0, false, m.badNumber(value, path, field, "integer")
}

func (m *mapping) number(static, path asl.Value, field string) (float64, bool, *failure) {
	value, given, f := m.value(static, path, field)
	if f != nil || !given {
		return 0, false, f
	}
	if n, ok := value.(asl.Number); ok {
		return floatOf(n), true, nil
	}
	if s, ok := value.(asl.String); ok && path != nil {
		if n, err := strconv.ParseFloat(string(s), 64); err == nil && !math.IsNaN(n) {
			return n, true, nil
		}
	}
	return 0, false, m.badNumber(value, path, field, "float")
}

func (m *mapping) value(static, path asl.Value, field string) (asl.Value, bool, *failure) {
	switch {
	case static != nil && m.v.code.jsonata:
		value, f := m.t.expect(static, field, "number", env{v: m.v})
		return value, true, f
	case static != nil:
		return static, true, nil
	case path == nil:
		return nil, false, nil
	}
	source, _ := path.(asl.String)
	value, f := m.t.query(m.v, string(source), m.in)
	return value, true, f
}

func (m *mapping) badNumber(value, path asl.Value, field, want string) *failure {
	if path == nil {
		return fail(errRuntime, "The %s field is not a valid %s: %s", field, want, text(value)).within(m.v)
	}
	return fail(errRuntime, "The %sPath field refers to value \"%s\" which is not a valid %s: %s",
		field, rawText(value), want, path).within(m.v)
}

// inline runs an iteration for every item, in this execution.
func (m *mapping) inline() (asl.Value, *failure) {
	t := m.t
	outputs := make(asl.Array, len(m.items))
	g := group{t: t, left: len(m.items)}
	next := 0
	begin := func() {
		i := next
		next++
		in, f := m.select_(i)
		if f == nil && (m.s.ItemSelector != nil || m.s.Parameters != nil) {
			f = t.checkArguments(m.v, in)
		}
		if f != nil {
			g.failed, g.why = &thread{h: t.h, cursor: t.cursor}, f
			t.poke()
			return
		}
		child := t.child(m.v, m.v.code.item, 0)
		child.index = i
		child.item = m.contextItem(i)
		child.iteration = m.v.name
		child.cursor = t.note(Event{Type: "MapIterationStarted", Name: m.v.name, Index: i})
		if f := t.h.full(); f != nil {
			g.failed, g.why = child, f
			child.iteration = ""
			t.poke()
			return
		}
		g.run(child, in, func(out asl.Value) {
			outputs[i] = out
			id := t.note(Event{Type: "MapIterationSucceeded", Name: m.v.name, Index: i})
			if g.left == 0 {
				t.cursor = id
			} else if next < len(m.items) {
				m.following()
			}
		})
	}
	m.following = begin
	for next < len(m.items) && next < m.concurrency && g.failed == nil {
		begin()
	}
	if f := g.wait(); f != nil {
		return nil, f
	}
	t.note(Event{Type: "MapStateSucceeded"})
	return outputs, nil
}

// contextItem is the context's Map member for an item.
func (m *mapping) contextItem(i int) asl.Value {
	it := m.items[i]
	o := asl.Object{{Key: "Index", Value: integer(int64(i))}}
	if it.keyed {
		put(&o, "Key", asl.String(it.key))
	}
	put(&o, "Value", it.value)
	if m.distributed() {
		put(&o, "Source", asl.String(m.source))
	}
	return asl.Object{{Key: "Item", Value: o}}
}

// select_ makes the input of an item's iteration.
func (m *mapping) select_(i int) (asl.Value, *failure) {
	selector, field := m.s.ItemSelector, "ItemSelector"
	if selector == nil {
		selector, field = m.s.Parameters, "Parameters"
	}
	if selector == nil {
		it := m.items[i]
		if it.keyed {
			return asl.Object{{Key: "Key", Value: asl.String(it.key)}, {Key: "Value", Value: it.value}}, nil
		}
		return it.value, nil
	}
	// The selector sees the context object of the Map, with the item in it.
	t, v := *m.t, *m.v
	t.item = m.contextItem(i)
	v.context = nil
	if v.code.jsonata {
		out, f := t.evaluate(selector, field, env{v: &v})
		m.t.cursor = t.cursor
		m.v.queried = v.queried // not to make it again for each item
		return out, f
	}
	return t.template(&v, selector, m.in)
}
