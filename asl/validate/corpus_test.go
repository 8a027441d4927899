package validate_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pipectl/pipectl/asl/validate"
)

// shared is the folder of test data beside the project.
func shared(t testing.TB, path string) string {
	t.Helper()
	dir := filepath.Join("..", "..", "..", "shared", path)
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no test data here: %v", err)
	}
	return dir
}

// listed reads a list of testdata: names, each with indented lines below it.
func listed(t testing.TB, file string) (names []string, notes map[string][]string) {
	t.Helper()
	src, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	notes = map[string][]string{}
	for line := range strings.Lines(string(src)) {
		line = strings.TrimRight(line, "\n")
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '\t':
			name := names[len(names)-1]
			notes[name] = append(notes[name], line[1:])
		default:
			names = append(names, line)
		}
	}
	return names, notes
}

// A tally counts definitions.
type tally struct{ files, rejected int }

// corpus judges the definitions of folders of the corpus.
func corpus(t testing.TB, folders []string, judge func(name string, problems []validate.Problem)) tally {
	t.Helper()
	var sum tally
	for _, folder := range folders {
		files, err := filepath.Glob(filepath.Join(shared(t, "corpus"), folder, "*.json"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no files of %s: %v", folder, err)
		}
		for _, file := range files {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			problems := validate.Definition(src, validate.Options{})
			sum.files++
			if validate.Rejected(problems) {
				sum.rejected++
			}
			judge(filepath.Base(file), problems)
		}
	}
	return sum
}

// TestCorpusValid: no real definition is rejected but those that AWS refuses
// too, for the reasons given in testdata/refused.txt.
func TestCorpusValid(t *testing.T) {
	names, notes := listed(t, "refused.txt")
	seen := 0
	sum := corpus(t, []string{"valid", "acceptance"}, func(name string, problems []validate.Problem) {
		if !slices.Contains(names, name) {
			if validate.Rejected(problems) {
				t.Errorf("%s is rejected: %v", name, problems)
			}
			return
		}
		seen++
		rule, at, _ := strings.Cut(notes[name][0], " ")
		if !slices.ContainsFunc(problems, func(p validate.Problem) bool { return p.Rule == rule && p.Path == at }) {
			t.Errorf("%s is listed for %s at %s, but has %v", name, rule, at, problems)
		}
	})
	if seen != len(names) {
		t.Errorf("%d of the %d files listed are there", seen, len(names))
	}
	t.Logf("%d definitions: %d accepted, %d rejected, of which AWS refuses %d", sum.files, sum.files-sum.rejected, sum.rejected, len(names))
}

// TestCorpusInvalid: at least 95 % of the definitions that are marked invalid
// are rejected, and each that is not is in testdata/missed.txt.
func TestCorpusInvalid(t *testing.T) {
	names, _ := listed(t, "missed.txt")
	sum := corpus(t, []string{"invalid"}, func(name string, problems []validate.Problem) {
		if rejected := validate.Rejected(problems); rejected == slices.Contains(names, name) {
			t.Errorf("%s: rejected is %t, in the list of misses it is not so: %v", name, rejected, problems)
		}
	})
	if sum.rejected*100 < sum.files*95 {
		t.Errorf("%d of %d are rejected, less than 95 %%", sum.rejected, sum.files)
	}
	t.Logf("%d definitions: %d rejected, %d missed", sum.files, sum.rejected, sum.files-sum.rejected)
}

// A recording is a definition that was sent to AWS (of trust C, to another
// implementation) and the answer.
type recording struct {
	Name, Trust, Type string
	Definition        json.RawMessage
	DefinitionText    *string `json:"definition_text"`
	Expect            struct {
		Result      string // of validation: OK or FAIL
		Status      string // of an execution, which had to be accepted first
		Diagnostics []struct{ Location, Message string }
	}
}

func recordings(t testing.TB, file string, judge func(recording, []validate.Problem)) {
	t.Helper()
	f, err := os.Open(filepath.Join(shared(t, "conformance"), file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<26)
	for lines.Scan() {
		var r recording
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		src := []byte(r.Definition)
		if string(src) == "null" && r.DefinitionText != nil {
			src = []byte(*r.DefinitionText)
		}
		judge(r, validate.Definition(src, validate.Options{Type: r.Type}))
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}

// TestRecordedValidation: what AWS accepted is accepted and what it rejected is
// rejected, at the place that it named.
func TestRecordedValidation(t *testing.T) {
	count := map[string]int{}
	recordings(t, "validation.jsonl", func(r recording, problems []validate.Problem) {
		count[r.Trust+" "+r.Expect.Result]++
		if rejected := validate.Rejected(problems); rejected != (r.Expect.Result == "FAIL") {
			t.Errorf("%s (trust %s) should give %s, but has %v", r.Name, r.Trust, r.Expect.Result, problems)
		}
		for _, d := range r.Expect.Diagnostics {
			at := strings.TrimSuffix(d.Location, "/")
			if r.Trust == "A" && !slices.ContainsFunc(problems, func(p validate.Problem) bool { return p.Path == at }) {
				t.Errorf("%s: AWS says %q of %q, here are %v", r.Name, d.Message, d.Location, problems)
			}
		}
	})
	t.Logf("by trust and answer: %v", count)
}

// TestRecordedExecutions: what AWS has run is accepted.
func TestRecordedExecutions(t *testing.T) {
	n := 0
	recordings(t, "execution.jsonl", func(r recording, problems []validate.Problem) {
		if r.Trust == "C" {
			return
		}
		n++
		if validate.Rejected(problems) {
			t.Errorf("%s is rejected: %v", r.Name, problems)
		}
	})
	t.Logf("%d definitions that AWS has run are accepted", n)
}
