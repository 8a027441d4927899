package engine

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pipectl/pipectl/asl"
)

// misses are what a case's run differs in from the recording.
// Calls are those of its tasks: what was sent, and how often.
type misses struct{ result, calls, history []string }

func (c *recordedCase) compare(t testing.TB) misses {
	var m misses
	cmp := newComparer(c.Normalise)
	x, calls, err := c.play(t, cmp)
	if err != nil {
		m.result = append(m.result, err.Error())
		return m
	}
	if len(c.Mocks) > 0 {
		m.calls = calls
	}
	// Until then, a Map's exit followed the end of its Map Run.
	cmp.oldMapRuns = c.Source.Validated < "2024-11"
	diff := func(what, format string, args ...any) {
		m.result = append(m.result, what+": "+fmt.Sprintf(format, args...))
	}
	if string(x.Status) != c.Expect.Status {
		diff("status", "%s, recorded %s (%s: %s)", x.Status, c.Expect.Status, x.Error, x.Cause)
	}
	if want := value(t, c.Expect.Output); want != nil {
		if x.Output == nil {
			diff("output", "none, recorded %s", want)
		} else if d := cmp.compare("output", x.Output, want); d != "" {
			diff("output", "%s", d)
		}
	}
	if want := c.Expect.Error; (want != nil) != x.HasError || want != nil && *want != x.Error {
		diff("error", "%q (cause %q), recorded another", x.Error, x.Cause)
	}
	if want := value(t, c.Expect.Cause); (want != nil) != x.HasCause {
		diff("cause", "%q, recorded %s", x.Cause, c.Expect.Cause)
	} else if want != nil {
		if d := cmp.compare("cause", asl.String(x.Cause), want); d != "" {
			diff("cause", "%s", d)
		}
	}
	if c.History != nil {
		m.history = c.compareHistory(t, cmp, x)
	}
	return m
}

// compareHistory compares events: in order where the recording's is certain,
// as a multiset where branches or iterations ran at the same time.
func (c *recordedCase) compareHistory(t testing.TB, cmp *comparer, x *Execution) []string {
	ordered := c.HistoryOrder == "exact" || c.HistoryOrder == "concurrent" && c.sequential()
	var want []asl.Object
	for _, raw := range c.Events {
		o, ok := value(t, raw).(asl.Object)
		if !ok {
			t.Fatal("an event is no object")
		}
		want = append(want, o)
	}
	got := make([]asl.Object, len(x.Events))
	for i, e := range x.Events {
		got[i] = eventObject(t, e)
	}
	var diffs []string
	if ordered {
		types := func(list []asl.Object) (names []string) {
			for _, o := range list {
				names = append(names, rawField(o, "type"))
			}
			return names
		}
		if g, w := types(got), types(want); !slices.Equal(g, w) {
			return []string{fmt.Sprintf("types: %v, recorded %v", g, w)}
		}
		for i := range want {
			if d := cmp.event(got[i], want[i], true); d != "" {
				diffs = append(diffs, fmt.Sprintf("event %d, %s: %s", i+1, rawField(want[i], "type"), d))
			}
		}
		return diffs
	}
	// Where the recorder sorted the events of a Parallel, it also lost some
	// of the Parallel's own: the ids show that they were there.
	lost := 0
	if c.HistoryOrder == "normalised" {
		lost = len(got) - len(want)
		last, _ := integerOf(firstOf(want[len(want)-1].Get("id")))
		if int(last) != len(got) {
			diffs = append(diffs, fmt.Sprintf("%d events, the last recorded id is %d", len(got), last))
		}
	}
	matched := make([]bool, len(got))
	for _, w := range want {
		found, closest := false, "none of this type is left"
		for i, g := range got {
			if matched[i] {
				continue
			}
			if d := cmp.event(g, w, false); d == "" {
				matched[i], found = true, true
				break
			} else if rawField(g, "type") == rawField(w, "type") {
				closest = d
			}
		}
		if !found {
			diffs = append(diffs, fmt.Sprintf("%s: %s", rawField(w, "type"), closest))
		}
	}
	for i, g := range got {
		if !matched[i] && !(lost > 0 && strings.HasPrefix(rawField(g, "type"), "ParallelState")) {
			diffs = append(diffs, "not recorded: "+rawField(g, "type"))
		}
	}
	return diffs
}

func firstOf(v asl.Value, _ bool) asl.Value { return v }

// sequential reports whether every Map runs one iteration at a time, and there
// is no Parallel.
func (c *recordedCase) sequential() bool {
	m, err := asl.Decode(c.Definition)
	if err != nil {
		return false
	}
	ok := true
	asl.Walk(m, func(_, _ string, s asl.State) {
		switch s := s.(type) {
		case *asl.Parallel:
			ok = false
		case *asl.Map:
			distributed := s.Processor.ProcessorConfig != nil && s.Processor.ProcessorConfig.Mode == "DISTRIBUTED"
			ok = ok && (distributed || s.MaxConcurrency == asl.Number("1"))
		}
	})
	return ok
}

func eventObject(t testing.TB, e *Event) asl.Object {
	v, err := asl.DecodeValue(e.AppendJSON(nil))
	if err != nil {
		t.Fatalf("event %d, %s: %v", e.ID, e.Type, err)
	}
	return v.(asl.Object)
}

func TestRecordedExecutions(t *testing.T) {
	cases := readCases[recordedCase](t, "execution.jsonl")
	known := readKnownMisses(t, "testdata/execution_misses.txt")
	report := newFidelity()
	for i := range cases {
		c := &cases[i]
		// A stopped execution is of trust B, as what stopped it was not
		// recorded; that is no matter here.
		if c.Trust != "A" && c.Expect.Status != string(Aborted) {
			continue
		}
		m := c.compare(t)
		report.add(c, m)
		known.check(t, c.Name, "result", m.result)
		known.check(t, c.Name, "calls", m.calls)
		known.check(t, c.Name, "history", m.history)
	}
	known.unused(t)
	t.Logf("\n%s", report.table())
	report.enough(t)
	checkFidelityDoc(t, "executions", report.table()+"\n"+known.list("execution_misses.txt"))
}
