package engine

import (
	"github.com/pipectl/pipectl/asl"
)

// A trace is what TestState wants of a visit: a mock for its work, and notes
// of what became of the data on its way. The methods accept a nil trace, which
// is that of every visit of an execution, unless they say otherwise.
type trace struct {
	mocked  bool
	result  asl.Value
	failure *failure

	// context takes the place of the context object, unless it is nil.
	context asl.Object

	retries    int64     // of the retrier that takes the error
	failures   int64     // iterations of a Map that failed
	readerData asl.Array // items of a Map with an ItemReader

	notes   asl.Object
	retry   int     // the retrier that would try again, or -1
	backoff float64 // seconds until it would
	catch   int     // the catcher that took the error, or -1
	caught  *failure
}

// set notes the data after a stage.
func (t *trace) set(stage string, v asl.Value) {
	if t != nil && v != nil {
		t.notes = with(t.notes, stage, v)
	}
}

// setNumber notes a setting of a Map.
func (t *trace) setNumber(stage string, given bool, n float64) {
	if t != nil && given {
		t.notes = with(t.notes, stage, numberOf(n))
	}
}

// outcome is what the mock answers. The trace must not be nil.
func (t *trace) outcome() (asl.Value, *failure) {
	if t.failure != nil {
		return nil, t.failure
	}
	return t.result, nil
}

// retriable notes which retrier would try again after f, if there is one.
func (t *trace) retriable(retry []asl.Retrier, f *failure) bool {
	if t == nil {
		return false
	}
	i := retrierOf(retry, f)
	if i < 0 || float64(t.retries) >= orDefault(retry[i].MaxAttempts, 3) {
		return false
	}
	t.retry, t.backoff = i, backoff(&retry[i], t.retries)
	return true
}

func (t *trace) catches(i int, f *failure) {
	if t != nil {
		t.catch, t.caught = i, f
	}
}

// traced stands for the iterations of a Map that is tested.
func (m *mapping) traced() (asl.Value, *failure) {
	if m.distributed() {
		if f := m.readTolerance(); f != nil {
			return nil, f
		}
	}
	tr := m.v.trace
	for i := range m.items[:min(1, len(m.items))] {
		if m.s.ItemSelector != nil || m.s.Parameters != nil {
			in, f := m.select_(i)
			if f != nil {
				return nil, f
			}
			tr.set("afterItemSelector", in)
		}
	}
	result, f := tr.outcome()
	if f != nil {
		return nil, f
	}
	percentage := m.s.ToleratedFailurePercentage != nil || m.s.ToleratedFailurePercentagePath != nil
	if m.toleratedCount >= 0 && m.distributed() && tr.failures > m.toleratedCount ||
		percentage && float64(tr.failures)*100 > m.toleratedPercentage*float64(max(len(m.items), 1)) {
		return nil, fail(errTolerated, "The specified tolerated failure threshold was exceeded")
	}
	return result, nil
}
