package engine

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pipectl/pipectl/asl"
)

// The recordings are read in place, and the tests on them are skipped where
// they are not.
const sharedConformance = "../../../shared/conformance"

// A recordedCase is a line of execution.jsonl: a machine, its input, and what
// AWS did with it.
type recordedCase struct {
	Name   string
	Type   string
	Trust  string
	Source struct {
		Validated string `json:"last_validated"`
	}
	Category   string
	Definition json.RawMessage
	InputText  string `json:"input_text"`
	Expect     struct {
		Status string
		Output json.RawMessage
		Error  *string
		Cause  json.RawMessage
	}
	History      []string
	HistoryOrder string `json:"history_order"`
	Events       []json.RawMessage
	Setup        []struct{ Op, Bucket, Key, Body string }
	Mocks        map[string][]recordedMock
	Normalise    recordedNormalise
	Clock        string
	Services     []string
	Complete     *bool `json:"mocks_complete"`
}

type recordedMock struct {
	Event     string
	Return    json.RawMessage
	Throw     *struct{ Error, Cause *string }
	Index     *int
	Submitted json.RawMessage
	Request   json.RawMessage
}

func readCases[T any](t testing.TB, file string) []T {
	f, err := os.Open(filepath.Join(sharedConformance, file))
	if os.IsNotExist(err) {
		t.Skipf("%s is not here", file)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var cases []T
	r := bufio.NewReaderSize(f, 1<<20)
	for {
		line, err := r.ReadBytes('\n')
		if len(line) > 0 {
			var c T
			if err := json.Unmarshal(line, &c); err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			cases = append(cases, c)
		}
		if err != nil {
			return cases
		}
	}
}

// value decodes JSON of a recording; nil is none.
func value(t testing.TB, raw json.RawMessage) asl.Value {
	if raw == nil {
		return nil
	}
	v, err := asl.DecodeValue(raw)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// play runs a recorded case with its mocks.
func (c *recordedCase) play(t testing.TB) (*Execution, error) {
	opts := Options{
		Account: "111111111111", Express: c.Type == "EXPRESS", Sync: strings.Contains(c.Name, "#start_execution_sync"), Store: MemoryStore{},
		Worker: "BASE_ID_ACTIVITY_CONSUMER",
		Task:   c.task(t),
	}
	for _, r := range c.Normalise.Regex {
		switch pattern := strings.ReplaceAll(r[0], `\`, ""); r[1] {
		case "<ArnPart_0idx>":
			opts.Machine = pattern
		case "<ExecArnPart_0idx>":
			opts.Name = pattern
		case "snf_role_arn", "sfn_role_arn":
			opts.Role = pattern
		}
	}
	for _, s := range c.Setup {
		if s.Op == "put_object" {
			if err := opts.Store.Put(s.Bucket, s.Key, []byte(s.Body)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if c.Clock != "" {
		at, err := time.Parse(time.RFC3339, c.Clock)
		if err != nil {
			t.Fatal(err)
		}
		opts.Start = at
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	return RunDefinition(ctx, c.Definition, []byte(c.InputText), opts)
}

// task answers from the mocks, in their order for each state and item. A case
// recorded inside a Map may have its mocks under the Map's name.
func (c *recordedCase) task(t testing.TB) TaskFunc {
	used := map[*recordedMock]bool{}
	return func(call Call) Outcome {
		for _, state := range slices.Backward(call.Path) {
			mocks := c.Mocks[state]
			for i := range mocks {
				m := &mocks[i]
				if used[m] || m.Index != nil && *m.Index != call.Index {
					continue
				}
				used[m] = true
				return m.outcome(t)
			}
		}
		return Outcome{Error: "Test.NoMock", Cause: "no mock for " + call.State}
	}
}

func (m *recordedMock) outcome(t testing.TB) Outcome {
	o := Outcome{Output: value(t, m.Return), Submitted: value(t, m.Submitted)}
	if strings.HasSuffix(m.Event, "TimedOut") {
		o.Pending = true
		return o
	}
	if m.Throw != nil {
		if m.Throw.Error != nil {
			o.Error = *m.Throw.Error
		}
		o.NoCause = m.Throw.Cause == nil
		if m.Throw.Cause != nil {
			o.Cause = *m.Throw.Cause
		}
		o.Refused = m.Submitted == nil
	}
	return o
}

// misses are what a case's run differs in from the recording.
type misses struct{ result, history []string }

func (c *recordedCase) compare(t testing.TB) misses {
	var m misses
	x, err := c.play(t)
	if err != nil {
		m.result = append(m.result, err.Error())
		return m
	}
	cmp := newComparer(c.Normalise)
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
		if c.Trust != "A" {
			continue
		}
		m := c.compare(t)
		report.add(c, m)
		known.check(t, c.Name, "result", m.result)
		known.check(t, c.Name, "history", m.history)
	}
	known.unused(t)
	report.total(t)
}

// A fidelity counts how many cases agree, by category.
type fidelity struct {
	rows map[string]*[4]int // results right and all, histories right and all
}

func newFidelity() *fidelity { return &fidelity{map[string]*[4]int{}} }

func (f *fidelity) add(c *recordedCase, m misses) {
	for _, name := range []string{c.Category, "all"} {
		r := f.rows[name]
		if r == nil {
			r = new([4]int)
			f.rows[name] = r
		}
		r[1]++
		if len(m.result) == 0 {
			r[0]++
		}
		if c.History != nil {
			r[3]++
			if len(m.history) == 0 {
				r[2]++
			}
		}
	}
}

func (f *fidelity) total(t *testing.T) {
	for _, name := range slices.Sorted(maps.Keys(f.rows)) {
		r := f.rows[name]
		t.Logf("%-30s result %4d of %4d   history %4d of %4d", name, r[0], r[1], r[2], r[3])
	}
	all := f.rows["all"]
	if all[0]*100 < 99*all[1] {
		t.Errorf("%d of %d results agree, fewer than 99%%", all[0], all[1])
	}
	if all[2]*100 < 97*all[3] {
		t.Errorf("%d of %d histories agree, fewer than 97%%", all[2], all[3])
	}
}

// knownMisses are the cases that are known to differ, and why. A case that is
// listed and agrees is an error too.
type knownMisses struct {
	file string
	why  map[string]string // by name and what misses
	seen map[string]bool
}

func readKnownMisses(t testing.TB, file string) *knownMisses {
	k := &knownMisses{file: file, why: map[string]string{}, seen: map[string]bool{}}
	data, err := os.ReadFile(file)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		what, rest, _ := strings.Cut(line, " ")
		name, why, ok := strings.Cut(rest, " | ")
		if !ok {
			t.Fatalf("%s: no reason in %q", file, line)
		}
		k.why[what+" "+name] = why
	}
	return k
}

func (k *knownMisses) check(t testing.TB, name, what string, diffs []string) {
	key := what + " " + name
	_, known := k.why[key]
	k.seen[key] = true
	switch {
	case known && len(diffs) == 0:
		t.Errorf("%s is listed in %s, and agrees", key, k.file)
	case !known && len(diffs) > 0:
		t.Errorf("%s\n\t%s", key, strings.Join(diffs, "\n\t"))
	}
}

func (k *knownMisses) unused(t testing.TB) {
	for _, key := range slices.Sorted(maps.Keys(k.why)) {
		if !k.seen[key] {
			t.Errorf("%s lists %s, which is no case", k.file, key)
		}
	}
}
