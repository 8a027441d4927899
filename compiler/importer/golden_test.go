package importer

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2/hclwrite"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/internal/golden"
)

// Each archive of testdata/import is a machine and the pipeline that it becomes,
// with the notes told. Where it has runs, inputs with what states answer and which
// fail, the two do the same in each: as told, and with each of the tasks failing.
func TestGolden(t *testing.T) {
	golden.Run(t, "../../testdata/import/*.txtar", func(t *testing.T, a *golden.Archive) {
		m, err := asl.Decode([]byte(a.Input("machine.asl.json")))
		if err != nil {
			t.Fatal(err)
		}
		res := Import(m, Options{Name: a.Name})
		if res.Diagnostics.HasErrors() {
			t.Errorf("%v\n%s", res.Diagnostics, res.Source)
		}
		a.Output("out/main.pipe.hcl", res.Source)
		if len(res.Notes) > 0 {
			a.Output("out/notes.txt", []byte(strings.Join(res.Notes, "\n")+"\n"))
		}
		if got := hclwrite.Format(res.Source); string(got) != string(res.Source) {
			t.Errorf("it would be formatted otherwise:\n%s", got)
		}
		if !a.Has("runs.json") {
			return
		}
		var runs []struct {
			Input   json.RawMessage
			Answers map[string][]json.RawMessage
			Fails   map[string]string
		}
		if err := json.Unmarshal([]byte(a.Input("runs.json")), &runs); err != nil {
			t.Fatal(err)
		}
		compiled := compiledOf(t, res)
		for i, run := range runs {
			answers := answersOf{}
			for state, list := range run.Answers {
				for _, v := range list {
					answers[state] = append(answers[state], string(v))
				}
			}
			scenarios := []scenario{{name: "as told"}}
			for state, err := range run.Fails {
				scenarios = []scenario{{name: state + " fails", fails: state, err: err}}
			}
			if len(run.Fails) == 0 {
				for _, state := range tasksOf(m) {
					scenarios = append(scenarios, scenario{name: state + " fails", fails: state, err: "States.TaskFailed"})
				}
			}
			for _, s := range scenarios {
				s.input, s.answers = string(run.Input), answers
				want, got, err := sameAs(m, compiled, s)
				if err != nil {
					t.Errorf("run %d, %s: %v", i, s.name, err)
				} else if diff := diffOf(want, got); diff != "" {
					t.Errorf("run %d, %s (-machine +pipeline):\n%s", i, s.name, diff)
				}
			}
		}
	})
}
