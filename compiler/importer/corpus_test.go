package importer

import (
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

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

func TestCorpusValid(t *testing.T) {
	files := corpusFiles(t, "valid")
	if os.Getenv("DEBUG") != "" {
		debug = func(b []byte) {}
	}
	good, compiled, states, stay := 0, 0, 0, 0
	reasons := map[string]int{}
	example := map[string]string{}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".asl.json")
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		m, err := asl.Decode(src)
		if err != nil {
			t.Logf("%s: %v", name, err)
			continue
		}
		res := func() (res *Result) {
			defer func() {
				if r := recover(); r != nil {
					t.Errorf("%s: panic: %v", name, r)
				}
			}()
			return Import(m, Options{Name: name})
		}()
		if res == nil {
			continue
		}
		states += res.States
		stay += res.Verbatim
		if res.Diagnostics.HasErrors() {
			d := res.Diagnostics.Errs()[0].Error()
			if len(d) > 100 {
				d = d[len("main.pipe.hcl"):]
			}
			reasons["DIAG "+d]++
			t.Logf("%s: %s", name, d)
			continue
		}
		compiled++
		if res.Verbatim*5 <= res.States {
			good++
		} else {
			t.Logf("%s: %d of %d stay: %v", name, res.Verbatim, res.States, res.Notes)
		}
	}
	_ = example
	t.Logf("%d files, %d compile, %d of them with at most a fifth as it was (%.1f %%); %d of %d states stay", len(files), compiled, good, 100*float64(good)/float64(len(files)), stay, states)
}

func TestOne(t *testing.T) {
	file := os.Getenv("ONE")
	if file == "" {
		t.Skip()
	}
	src, _ := os.ReadFile(file)
	m, err := asl.Decode(src)
	if err != nil {
		t.Fatal(err)
	}
	if os.Getenv("DEBUG") != "" {
		debug = func(b []byte) { t.Logf("%s", b) }
	}
	res := Import(m, Options{})
	t.Logf("\n%s", res.Source)
	for _, n := range res.Notes {
		t.Log(n)
	}
	for _, n := range res.Diagnostics {
		t.Log(n)
	}
}
