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

// play runs a recorded case with its mocks. It gives the execution and what
// the calls of its tasks differ in from the recorded ones.
func (c *recordedCase) play(t testing.TB, cmp *comparer) (*Execution, []string, error) {
	opts := Options{
		Account: "111111111111", Express: c.Type == "EXPRESS", Sync: strings.Contains(c.Name, "#start_execution_sync"), Store: MemoryStore{},
		Worker: "BASE_ID_ACTIVITY_CONSUMER",
	}
	tasks := &recordedTasks{c: c, cmp: cmp, used: map[*recordedMock]bool{}}
	opts.Task = func(call Call) Outcome { return tasks.answer(t, call) }
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
	play := RunDefinition
	if c.Expect.Status == string(Aborted) {
		play = stopped
	}
	x, err := play(ctx, c.Definition, []byte(c.InputText), opts)
	return x, append(tasks.diffs, tasks.unused()...), err
}

// stopped runs a machine and stops it after a second.
func stopped(ctx context.Context, definition, input []byte, opts Options) (*Execution, error) {
	m, err := asl.Decode(definition)
	if err != nil {
		return nil, err
	}
	in, err := asl.DecodeValue(input)
	if err != nil {
		return nil, err
	}
	w, err := newWorld(m, in, opts)
	if err != nil {
		return nil, err
	}
	w.at(w.now.Add(time.Second), func() { w.root.end(Aborted, nil, &failure{noName: true, noCause: true}) })
	return w.root.execution, w.loop(ctx)
}

// recordedTasks answer from the mocks of a case, in their order for each state
// and item. A case recorded inside a Map may have its mocks under the Map's
// name.
type recordedTasks struct {
	c     *recordedCase
	cmp   *comparer
	used  map[*recordedMock]bool
	diffs []string
}

func (r *recordedTasks) answer(t testing.TB, call Call) Outcome {
	for _, state := range slices.Backward(call.Path) {
		mocks := r.c.Mocks[state]
		for i := range mocks {
			m := &mocks[i]
			if r.used[m] || m.Index != nil && *m.Index != call.Index {
				continue
			}
			r.used[m] = true
			if want := value(t, m.Request); want != nil {
				if d := r.cmp.compare("request", call.Arguments, want); d != "" {
					r.diffs = append(r.diffs, state+": "+d)
				}
			}
			return m.outcome(t)
		}
	}
	r.diffs = append(r.diffs, call.State+": a call that was not recorded")
	return Outcome{Error: "Test.NoMock", Cause: "no mock for " + call.State}
}

// unused names the recorded calls that were not made.
func (r *recordedTasks) unused() (diffs []string) {
	for _, state := range slices.Sorted(maps.Keys(r.c.Mocks)) {
		mocks := r.c.Mocks[state]
		for i := range mocks {
			if !r.used[&mocks[i]] {
				diffs = append(diffs, fmt.Sprintf("%s: recorded call %d was not made", state, i+1))
			}
		}
	}
	return diffs
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
