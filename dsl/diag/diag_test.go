package diag_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"pgregory.net/rapid"

	"github.com/pipectl/pipectl/dsl/diag"
	"github.com/pipectl/pipectl/internal/golden"
)

const errorsPage = "../../docs/errors.md"

func TestMarkdown(t *testing.T) {
	want := diag.Markdown()
	if golden.Updating() {
		if err := os.WriteFile(errorsPage, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(errorsPage)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(got), want); diff != "" {
		t.Errorf("docs/errors.md is not current; run go generate ./dsl/diag:\n%s", diff)
	}
}

func TestCodes(t *testing.T) {
	number := regexp.MustCompile(`^PC\d{4}$`)
	name := regexp.MustCompile(`^[A-Z][A-Za-z0-9]+$`)
	names := map[string]bool{}
	titles := map[string]bool{}
	for i, e := range diag.Codes {
		if !number.MatchString(string(e.Code)) {
			t.Errorf("%s: a code is PC and four digits", e.Code)
		}
		if !slices.ContainsFunc(diag.Subjects, func(s diag.Subject) bool { return strings.HasPrefix(string(e.Code), s.Prefix) }) {
			t.Errorf("%s: its first two digits are no subject", e.Code)
		}
		if i > 0 && diag.Codes[i-1].Code == e.Code {
			t.Errorf("%s: two entries, %s and %s", e.Code, diag.Codes[i-1].Name, e.Name)
		}
		if !name.MatchString(e.Name) || names[e.Name] {
			t.Errorf("%s: name %q is no constant's name, or another code's", e.Code, e.Name)
		}
		names[e.Name] = true
		if e.Title == "" || titles[e.Title] || strings.HasSuffix(e.Title, ".") || strings.ContainsAny(e.Title, "\"%\n") ||
			strings.ToUpper(e.Title[:1]) != e.Title[:1] {
			t.Errorf("%s: title %q is no fixed noun phrase of its own", e.Code, e.Title)
		}
		titles[e.Title] = true
		if !strings.HasSuffix(e.Doc, ".") {
			t.Errorf("%s: the doc is no sentence", e.Code)
		}
		if e.Example != "" && !strings.HasSuffix(e.Example, "\n") {
			t.Errorf("%s: the example does not end in a newline", e.Code)
		}
		if diag.Lookup(e.Code) != e {
			t.Errorf("%s: Lookup does not find it", e.Code)
		}
	}
	if diag.Lookup("PC9999") != nil || diag.Lookup("") != nil {
		t.Error("Lookup finds a code that is not there")
	}
}

// The constants and the table name the same codes: a constant without an entry
// panics at its first use.
func TestConstants(t *testing.T) {
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	constant := regexp.MustCompile(`(?m)^\t(\w+)\s+Code = "(PC\d+)"`)
	for _, f := range files {
		if !strings.HasPrefix(f.Name(), "codes") {
			continue
		}
		src, err := os.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range constant.FindAllStringSubmatch(string(src), -1) {
			e := diag.Lookup(diag.Code(m[2]))
			switch {
			case e == nil:
				t.Errorf("%s: %s has no entry", f.Name(), m[1])
			case e.Name != m[1]:
				t.Errorf("%s: the entry of %s is named %s", f.Name(), m[1], e.Name)
			}
		}
	}
}

func TestProblem(t *testing.T) {
	rng := hcl.Range{Filename: "a.hcl", Start: hcl.Pos{Line: 2, Column: 3, Byte: 10}, End: hcl.Pos{Line: 2, Column: 5, Byte: 12}}
	p := diag.Problem{Code: diag.RepeatedArgument, Range: rng, Detail: "Twice.", Notes: []diag.Note{{rng, "here"}}}
	e, w := p.Error(), p.Warning()
	if e.Severity != hcl.DiagError || w.Severity != hcl.DiagWarning {
		t.Errorf("severities are %v and %v", e.Severity, w.Severity)
	}
	if e.Summary != "Repeated argument" || e.Detail != "Twice." || *e.Subject != rng {
		t.Errorf("got %+v", e)
	}
	if diff := cmp.Diff(&p, diag.Of(e)); diff != "" {
		t.Error(diff)
	}
	if got := diag.Of(&hcl.Diagnostic{Summary: "HCL's own"}); got != nil {
		t.Errorf("got %v", got)
	}
	defer func() {
		if recover() == nil {
			t.Error("a code without an entry should panic")
		}
	}()
	_ = diag.Problem{Code: "PC9999"}.Error()
}

func TestSimilar(t *testing.T) {
	tests := []struct {
		name       string
		candidates []string
		want       string
	}{
		{"run_dat", []string{"region", "run_date"}, "run_date"},
		{"rundate", []string{"region", "run_date"}, "run_date"},
		{"glue_jbo", []string{"glue_job", "glue_crawler"}, "glue_job"},
		{"Lambda", []string{"lambda"}, "lambda"},
		{"timout", []string{"timeout"}, "timeout"},
		{"depend_on", []string{"depends_on"}, "depends_on"},
		{"varible", []string{"variable", "pipeline"}, "variable"},
		{"a", []string{"b", "c"}, ""},
		{"A", []string{"a"}, "a"},
		{"ab", []string{"ac", "abc"}, "abc"},
		{"sns", []string{"sqs_send", "sns_publish"}, "sns_publish"},
		{"emr", []string{"emr_step", "emr_notebook"}, ""},
		{"account", []string{"account_id", "region"}, "account_id"},
		{"completely", []string{"different"}, ""},
		{"to", []string{"to"}, ""},
		{"", []string{"a"}, ""},
		{"x", nil, ""},
		{"größe", []string{"grösse", "grüße"}, "grüße"},
	}
	for _, test := range tests {
		if got := diag.Similar(test.name, test.candidates); got != test.want {
			t.Errorf("Similar(%q, %q) = %q, want %q", test.name, test.candidates, got, test.want)
		}
	}
	if got, want := diag.Suggest("run_dat", []string{"run_date"}), ` Did you mean "run_date"?`; got != want {
		t.Errorf("Suggest = %q, want %q", got, want)
	}
	if got := diag.Suggest("x", []string{"elephant"}); got != "" {
		t.Errorf("Suggest = %q, want nothing", got)
	}
}

// The order of the candidates means nothing, and one edit of a name that is
// not very short finds it again.
func TestSimilarProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[a-z]{2,9}`)
		candidates := rapid.SliceOfN(word, 1, 8).Draw(t, "candidates")
		name := word.Draw(t, "name")
		got := diag.Similar(name, candidates)
		shuffled := rapid.Permutation(candidates).Draw(t, "shuffled")
		if again := diag.Similar(name, shuffled); again != got {
			t.Errorf("%q for %q, %q for %q", got, candidates, again, shuffled)
		}
		if got != "" && !slices.Contains(candidates, got) {
			t.Errorf("%q is no candidate", got)
		}
		target := candidates[0]
		at := rapid.IntRange(0, len(target)-1).Draw(t, "at")
		if diag.Similar(target[:at]+"-"+target[at:], candidates) == "" {
			t.Errorf("one letter more in %q finds nothing", target)
		}
	})
}
