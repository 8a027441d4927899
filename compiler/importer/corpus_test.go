package importer

import (
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2/hclwrite"

	"github.com/pipectl/pipectl/asl"
)

const corpus = "../../../shared/corpus"

func corpusFiles(t *testing.T, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(corpus, dir, "*.asl.json"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skip("the corpus of real machines is not there: " + filepath.Join(corpus, dir))
	}
	sort.Strings(files)
	return files
}

// Of the real machines nine in ten become pipelines in which at most a fifth of the
// states stay as they were; all of them become something that parses and is
// formatted. Those that do not compile are no machines that AWS would take.
func TestCorpusValid(t *testing.T) {
	files := corpusFiles(t, "valid")
	good, compiled, states, stay := 0, 0, 0, 0
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".asl.json")
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		m, err := asl.Decode(src)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		res := Import(m, Options{Name: name})
		states += res.States
		stay += res.Verbatim
		if string(hclwrite.Format(res.Source)) != string(res.Source) {
			t.Errorf("%s: it would be formatted otherwise", name)
		}
		if res.Diagnostics.HasErrors() {
			t.Logf("%s does not compile: %v", name, res.Diagnostics.Errs()[0])
			continue
		}
		compiled++
		if res.Verbatim*5 <= res.States {
			good++
		} else {
			t.Logf("%s: %d of %d stay: %v", name, res.Verbatim, res.States, res.Notes)
		}
	}
	t.Logf("%d machines, %d compile, %d of them with at most a fifth as it was (%.1f %%); %d of %d states stay",
		len(files), compiled, good, 100*float64(good)/float64(len(files)), stay, states)
	if good*10 < len(files)*9 {
		t.Errorf("%d of %d machines become pipelines that are their own, fewer than nine in ten", good, len(files))
	}
	if broken := len(files) - compiled; broken > 7 {
		t.Errorf("%d machines do not compile, and 7 did not", broken)
	}
}
