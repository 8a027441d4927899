package diag_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"

	"github.com/pipectl/pipectl/dsl/diag"
)

const daily = `pipeline "daily" {

  input "run_date" { type = string }
  locals {
    a = "x"
  }
  task "glue_job" "clean" {
    retry {
      attempts = 3
    }
    arguments = { "--date" = input.run_dat }
  }
}
`

// find is the range of the n-th occurrence (from 0) of text in src.
func find(src, file, text string, n int) hcl.Range {
	at := -1
	for i := 0; i <= n; i++ {
		next := strings.Index(src[at+1:], text)
		if next < 0 {
			panic("no " + text)
		}
		at += 1 + next
	}
	pos := func(b int) hcl.Pos {
		before := src[:b]
		return hcl.Pos{Line: strings.Count(before, "\n") + 1, Column: b - strings.LastIndex(before, "\n"), Byte: b}
	}
	return hcl.Range{Filename: file, Start: pos(at), End: pos(at + len(text))}
}

func write(t *testing.T, diags hcl.Diagnostics, sources map[string][]byte, colour bool) string {
	t.Helper()
	var b bytes.Buffer
	if err := diag.WriteText(&b, diag.Reports(diags, sources), colour); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func undeclared() *hcl.Diagnostic {
	d := diag.Problem{
		Code:   diag.InvalidSyntax,
		Range:  find(daily, "daily.pipe.hcl", "input.run_dat", 0),
		Detail: `No input named "run_dat" is declared in this pipeline.` + diag.Suggest("run_dat", []string{"run_date"}),
		Notes:  []diag.Note{{find(daily, "daily.pipe.hcl", `input "run_date"`, 0), `input "run_date" is declared here`}},
		Fix:    &diag.Fix{Text: "write run_date", Edits: []diag.Edit{{find(daily, "daily.pipe.hcl", "run_dat", 1), "run_date"}}},
	}.Error()
	d.Summary = "Undeclared input"
	return d
}

func TestText(t *testing.T) {
	sources := map[string][]byte{"daily.pipe.hcl": []byte(daily)}
	got := write(t, hcl.Diagnostics{undeclared()}, sources, false)
	want := `Error: Undeclared input [PC0001]

  on daily.pipe.hcl line 11, in task "glue_job" "clean":
  11:     arguments = { "--date" = input.run_dat }

No input named "run_dat" is declared in this pipeline. Did you mean "run_date"?

  daily.pipe.hcl line 3: input "run_date" is declared here

`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	coloured := write(t, hcl.Diagnostics{undeclared()}, sources, true)
	if !strings.Contains(coloured, "\x1b[4minput.run_dat\x1b[0m }") || !strings.Contains(coloured, "\x1b[1;31mError:\x1b[0m") {
		t.Errorf("colours are missing in %q", coloured)
	}
}

func TestIn(t *testing.T) {
	tests := []struct {
		text string
		n    int
		want string
	}{
		{"pipeline", 0, ""},
		{"run_date", 0, `pipeline "daily"`},
		{"string", 0, `input "run_date"`},
		{`"x"`, 0, `pipeline "daily"`},
		{"clean", 0, `pipeline "daily"`},
		{"3", 0, `task "glue_job" "clean"`},
		{"--date", 0, `task "glue_job" "clean"`},
	}
	for _, test := range tests {
		d := diag.Problem{Code: diag.InvalidSyntax, Range: find(daily, "d", test.text, test.n), Detail: "X."}.Error()
		r := diag.Reports(hcl.Diagnostics{d}, map[string][]byte{"d": []byte(daily)})
		if r[0].In != test.want {
			t.Errorf("%s is in %q, want %q", test.text, r[0].In, test.want)
		}
	}
	d := diag.Problem{Code: diag.InvalidSyntax, Range: find(daily, "d", "3", 0), Detail: "X.", In: "case \"b\""}.Error()
	if r := diag.Reports(hcl.Diagnostics{d}, map[string][]byte{"d": []byte(daily)}); r[0].In != `case "b"` {
		t.Errorf("In of the problem itself should win, got %q", r[0].In)
	}
}

func TestSnippets(t *testing.T) {
	lines := func(n int) string {
		var b strings.Builder
		for i := 1; i <= n; i++ {
			fmt.Fprintf(&b, "line%d\n", i)
		}
		return b.String()
	}
	long := strings.Repeat("a", 300) + "BAD" + strings.Repeat("b", 300)
	tests := []struct {
		name, src, from, to, want string
	}{
		{"two lines", "x\nab\ncd\ny\n", "b", "c", "  2: ab\n  3: cd\n"},
		{"with its line end", "ab\ncd\n", "ab", "ab\n", "  1: ab\n"},
		{"many lines", lines(12), "line2", "line11", "   2: line2\n   3: line3\n   4: line4\n   5: line5\n   6: line6\n  ...\n  11: line11\n"},
		{"six lines", lines(6), "line1", "line6", "  1: line1\n  2: line2\n  3: line3\n  4: line4\n  5: line5\n  6: line6\n"},
		{"a tab", "\tx = 1\t# y\n", "x", "x", "  1:     x = 1    # y\n"},
		{"carriage returns", "a\r\nb\r\n", "a", "b", "  1: a\n  2: b\n"},
		{"an escape sequence", "a = \"\x1b[31m\"\n", "a", "a", "  1: a = \"\ufffd[31m\"\n"},
		{"a long line", long, "BAD", "BAD", "  1: ..." + strings.Repeat("a", 75) + "BAD" + strings.Repeat("b", 76) + "...\n"},
		{"a wide character", "世 = “\n", "“", "“", "  1: 世 = “\n"},
		{"no UTF-8", "a = \xff\n", "a", "a", "  1: a = \ufffd\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			rng := find(test.src, "f", test.from, 0)
			last := find(test.src, "f", test.to, 0)
			rng.End = last.End
			d := diag.Problem{Code: diag.InvalidSyntax, Range: rng, Detail: "Wrong.", In: "x"}.Error()
			got := write(t, hcl.Diagnostics{d}, map[string][]byte{"f": []byte(test.src)}, false)
			_, got, _ = strings.Cut(got, ", in x:\n")
			got, _, _ = strings.Cut(got, "\nWrong.")
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReportsOrder(t *testing.T) {
	at := func(file string, b int) hcl.Range {
		p := hcl.Pos{Line: 1, Column: b + 1, Byte: b}
		return hcl.Range{Filename: file, Start: p, End: p}
	}
	problem := func(rng hcl.Range, detail string) *hcl.Diagnostic {
		return diag.Problem{Code: diag.UnreadableFile, Range: rng, Detail: detail}.Error()
	}
	diags := hcl.Diagnostics{
		problem(at("b", 0), "4"), problem(at("a", 2), "3"), problem(at("a", 1), "2"), problem(at("a", 1), "1"),
		problem(at("a", 1), "2"), // said twice
		{Severity: hcl.DiagWarning, Summary: "Nowhere"},
		problem(hcl.Range{Filename: "c"}, "5"),
	}
	var got []string
	for _, r := range diag.Reports(diags, nil) {
		got = append(got, r.Detail)
	}
	if diff := cmp.Diff([]string{"Nowhere.", "1", "2", "3", "4", "5"}, got); diff != "" {
		t.Error(diff)
	}
	text := write(t, diags, nil, false)
	for _, want := range []string{"Warning: Nowhere\n\nNowhere.\n", "  on a line 1\n", "  on c\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in:\n%s", want, text)
		}
	}
}

func TestJSON(t *testing.T) {
	src := "世é = input.x\n"
	rng := find(src, "f", "input", 0)
	d := diag.Problem{Code: diag.InvalidSyntax, Range: rng, Detail: "X."}.Warning()
	got, err := json.Marshal(diag.Reports(hcl.Diagnostics{d}, map[string][]byte{"f": []byte(src)}))
	if err != nil {
		t.Fatal(err)
	}
	want := `[{"severity":"warning","code":"PC0001","title":"Invalid syntax","detail":"X.",` +
		`"place":{"file":"f","start":{"line":1,"column":6,"byte":8},"end":{"line":1,"column":11,"byte":13}},` +
		`"snippet":[{"number":1,"text":"世é = input.x","from":8,"to":13}]}]`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
	if got, _ := json.Marshal(diag.Reports(nil, nil)); string(got) != "[]" {
		t.Errorf("no reports are %s", got)
	}
	r := diag.Reports(hcl.Diagnostics{undeclared()}, map[string][]byte{"daily.pipe.hcl": []byte(daily)})[0]
	if len(r.Notes) != 1 || len(r.Notes[0].Snippet) != 1 || r.Fix == nil || len(r.Fix.Edits) != 1 {
		t.Fatalf("got %+v", r)
	}
	if got := apply([]byte(daily), *r.Fix); !strings.Contains(got, "input.run_date }") {
		t.Errorf("fixed:\n%s", got)
	}
}
