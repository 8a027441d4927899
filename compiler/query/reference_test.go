package query_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pipectl/pipectl/asl/jsonata"
)

// referenceEnv names a folder with the package jsonata 2.0.6 for Node, such as
// the node_modules that "npm install jsonata@2.0.6" makes.
const referenceEnv = "PIPECTL_NODE_JSONATA"

// An evaluation is what our evaluator made of an expression.
type evaluation struct {
	Expr string                     `json:"expr"`
	Vars map[string]json.RawMessage `json:"vars"`
	got  any
	err  error
}

// TestReference evaluates what the differential test evaluates with the
// reference implementation too.
func TestReference(t *testing.T) {
	dir := os.Getenv(referenceEnv)
	if dir == "" {
		t.Skipf("%s does not name a folder with jsonata 2.0.6 for Node", referenceEnv)
	}
	if _, err := os.Stat(filepath.Join(dir, "jsonata")); err != nil {
		t.Fatalf("%s: %v", referenceEnv, err)
	}
	if _, err := exec.LookPath("node"); err != nil {
		t.Skipf("no Node here: %v", err)
	}
	likeDoubles(t)
	var all []evaluation
	seen := map[string]bool{}
	for c := range trials(differentialCases) {
		c.record = func(text string, vars map[string]jsonata.Value, got any, err error) {
			e := evaluation{Expr: text, Vars: map[string]json.RawMessage{}, got: got, err: err}
			for _, name := range sortedKeys(vars) {
				if !strings.Contains(text, "$"+name) {
					continue
				}
				raw, err := jsonata.AppendJSON(nil, vars[name])
				if err != nil {
					t.Fatal(err)
				}
				e.Vars[name] = raw
			}
			all = append(all, e)
		}
		c.judge()
	}
	var questions bytes.Buffer
	enc := json.NewEncoder(&questions)
	enc.SetEscapeHTML(false)
	for _, e := range all {
		seen[e.Expr] = true
		if err := enc.Encode(e); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("node", "testdata/reference.js")
	cmd.Env = append(os.Environ(), "NODE_PATH="+dir)
	cmd.Stdin, cmd.Stderr = &questions, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	answers := bufio.NewScanner(bytes.NewReader(out))
	answers.Buffer(nil, 1<<24)
	values, failures, shown := 0, 0, 0
	for _, e := range all {
		if !answers.Scan() {
			t.Fatalf("no answer to %s: %v", e.Expr, answers.Err())
		}
		var a struct {
			Value json.RawMessage
			Error string
		}
		if err := json.Unmarshal(answers.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		fails := a.Error != "" || a.Value == nil
		switch {
		case fails && e.err != nil:
			failures++
			continue
		case !fails && e.err == nil:
			var want any
			if err := json.Unmarshal(a.Value, &want); err != nil {
				t.Fatal(err)
			}
			if l := closeness(e.got, want); l == exact || l == near {
				values++
				continue
			}
		}
		if shown++; shown <= 10 {
			t.Errorf("%s\nours      %s, %v\nreference %s", e.Expr, jsonText(e.got), e.err, answers.Text())
		}
	}
	t.Logf("%d evaluations of %d different expressions: the same value %d times, an error on both sides %d times",
		len(all), len(seen), values, failures)
	if shown > 0 {
		t.Errorf("%d evaluations differ", shown)
	}
}
