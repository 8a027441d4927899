package view

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/xeipuuv/gojsonschema"

	"github.com/pipectl/pipectl/asl/validate"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/catalog"
	"github.com/pipectl/pipectl/dsl/diag"
)

const source = "pipeline \"p\" {\n  timeout = \"1h\"\n  timeout = \"2h\"\n}\n"

// reports are an error with a note and a fix, a warning in a file whose name
// has to be escaped, and a problem in no file.
func reports() []diag.Report {
	rng := func(from, to string) hcl.Range {
		at := strings.LastIndex(source, from)
		pos := func(b int) hcl.Pos {
			return hcl.Pos{Line: strings.Count(source[:b], "\n") + 1, Column: b - strings.LastIndex(source[:b], "\n"), Byte: b}
		}
		return hcl.Range{Filename: "a b%.hcl", Start: pos(at), End: pos(at + strings.Index(source[at:], to) + len(to))}
	}
	diags := hcl.Diagnostics{
		diag.Problem{
			Code: diag.RepeatedArgument, Range: rng("timeout", "timeout"), Detail: "Twice: 100%, \"timeout\".",
			Notes: []diag.Note{{Range: rng("pipeline", "pipeline"), Text: "in here"}},
			Fix:   &diag.Fix{Text: "remove it", Edits: []diag.Edit{{Range: rng("timeout", "2h\""), Text: ""}}},
		}.Error(),
		diag.Problem{Code: diag.InvalidSyntax, Range: rng("pipeline", "}"), Detail: "Over\nseveral lines."}.Warning(),
		{Severity: hcl.DiagError, Summary: "Of no file", Detail: "Somewhere."},
	}
	return diag.Reports(diags, map[string][]byte{"a b%.hcl": []byte(source)})
}

func shown(t *testing.T, format string, r []diag.Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := Reports(&b, format, r, "v1.2.3", false); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestAnnotations(t *testing.T) {
	want := `::error title=Of no file::Somewhere.
::warning file=a b%25.hcl,line=1,endLine=4,title=Invalid syntax [PC0001]::Over%0Aseveral lines.
::error file=a b%25.hcl,line=3,endLine=3,col=3,endColumn=10,title=Repeated argument [PC0007]::Twice: 100%25, "timeout".%0Aa b%25.hcl line 1: in here
`
	if diff := cmp.Diff(want, shown(t, "github", reports())); diff != "" {
		t.Error(diff)
	}
	if got := shown(t, "github", nil); got != "" {
		t.Errorf("nothing is %q", got)
	}
}

func TestJSON(t *testing.T) {
	var got struct {
		Valid            bool
		Errors, Warnings int
		Diagnostics      []diag.Report
	}
	if err := json.Unmarshal([]byte(shown(t, "json", reports())), &got); err != nil {
		t.Fatal(err)
	}
	if got.Valid || got.Errors != 2 || got.Warnings != 1 {
		t.Errorf("counts are %+v", got)
	}
	if diff := cmp.Diff(reports(), got.Diagnostics); diff != "" {
		t.Errorf("what is read back differs: %s", diff)
	}
	want := "{\n  \"valid\": true,\n  \"errors\": 0,\n  \"warnings\": 0,\n  \"diagnostics\": []\n}\n"
	if diff := cmp.Diff(want, shown(t, "json", nil)); diff != "" {
		t.Error(diff)
	}
}

// sarifSchema is what SARIF 2.1.0 requires of the objects that are used, and
// the values it allows.
const sarifSchema = `{
  "type": "object", "required": ["version", "runs"],
  "properties": {
    "version": {"enum": ["2.1.0"]},
    "runs": {"type": "array", "items": {
      "type": "object", "required": ["tool"],
      "properties": {
        "tool": {"type": "object", "required": ["driver"], "properties": {"driver": {
          "type": "object", "required": ["name"],
          "properties": {"rules": {"type": "array", "uniqueItems": true, "items": {
            "type": "object", "required": ["id"], "properties": {"shortDescription": {"$ref": "#/definitions/message"}}}}}}}},
        "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
        "results": {"type": "array", "items": {
          "type": "object", "required": ["message"],
          "properties": {
            "message": {"$ref": "#/definitions/message"},
            "level": {"enum": ["none", "note", "warning", "error"]},
            "ruleIndex": {"type": "integer", "minimum": -1},
            "locations": {"type": "array", "items": {"$ref": "#/definitions/location"}},
            "relatedLocations": {"type": "array", "uniqueItems": true, "items": {"$ref": "#/definitions/location"}},
            "fixes": {"type": "array", "uniqueItems": true, "items": {
              "type": "object", "required": ["artifactChanges"],
              "properties": {"artifactChanges": {"type": "array", "minItems": 1, "items": {
                "type": "object", "required": ["artifactLocation", "replacements"],
                "properties": {"replacements": {"type": "array", "minItems": 1, "items": {
                  "type": "object", "required": ["deletedRegion"],
                  "properties": {"deletedRegion": {"$ref": "#/definitions/region"}}}}}}}}}}}}}}}}},
  "definitions": {
    "message": {"type": "object", "anyOf": [{"required": ["text"]}, {"required": ["id"]}]},
    "location": {"type": "object", "properties": {"physicalLocation": {
      "type": "object", "anyOf": [{"required": ["address"]}, {"required": ["artifactLocation"]}],
      "properties": {"artifactLocation": {"type": "object", "properties": {"uri": {"type": "string", "format": "uri-reference"}}},
        "region": {"$ref": "#/definitions/region"}}}}},
    "region": {"type": "object", "properties": {
      "startLine": {"type": "integer", "minimum": 1}, "startColumn": {"type": "integer", "minimum": 1},
      "endLine": {"type": "integer", "minimum": 1}, "endColumn": {"type": "integer", "minimum": 1}}}}}`

func TestSARIF(t *testing.T) {
	for _, r := range [][]diag.Report{nil, reports()} {
		text := shown(t, "sarif", r)
		result, err := gojsonschema.Validate(gojsonschema.NewStringLoader(sarifSchema), gojsonschema.NewStringLoader(text))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range result.Errors() {
			t.Errorf("%s\nin %s", e, text)
		}
	}
	var log sarifLog
	if err := json.Unmarshal([]byte(shown(t, "sarif", reports())), &log); err != nil {
		t.Fatal(err)
	}
	run := log.Runs[0]
	if len(run.Results) != 3 || len(run.Tool.Driver.Rules) != 3 {
		t.Fatalf("%d results and %d rules, want 3 of each", len(run.Results), len(run.Tool.Driver.Rules))
	}
	for _, r := range run.Results {
		if run.Tool.Driver.Rules[r.RuleIndex].ID != r.RuleID {
			t.Errorf("rule %d is not %s", r.RuleIndex, r.RuleID)
		}
	}
	last := run.Results[2]
	if got, want := last.Locations[0].PhysicalLocation.ArtifactLocation.URI, "a%20b%25.hcl"; got != want {
		t.Errorf("uri is %q, want %q", got, want)
	}
	if got, want := *last.Locations[0].PhysicalLocation.Region, (sarifRegion{3, 3, 3, 10, &sarifText{`  timeout = "2h"`}}); cmp.Diff(want, got) != "" {
		t.Error(cmp.Diff(want, got))
	}
	if got, want := uri("/a/b.hcl"), "file:///a/b.hcl"; got != want {
		t.Errorf("uri is %q, want %q", got, want)
	}
}

func TestColour(t *testing.T) {
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	file, err := os.Create(filepath.Join(t.TempDir(), "f"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for _, f := range []any{null, file, &bytes.Buffer{}, nil} {
		if Colour(f, nil) {
			t.Errorf("%v is no terminal", f)
		}
	}
	terminal, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip("there is no terminal here to try: ", err)
	}
	defer terminal.Close()
	if !Colour(terminal, []string{"NO_COLOR=", "TERM=xterm"}) {
		t.Error("a terminal should have colour; an empty NO_COLOR does not count")
	}
	if Colour(terminal, []string{"NO_COLOR=1"}) || Colour(terminal, []string{"TERM=dumb"}) {
		t.Error("the environment should be honoured")
	}
}

func TestLocate(t *testing.T) {
	src := []byte("\n{\n  \"States\": {\"a/b\": {\"Next\": [1, {\"x\" : \"y\"}]}},\n  \"é\": 2\n}\n")
	tests := []struct{ pointer, want string }{
		{"", strings.TrimSpace(string(src))},
		{"/States/a~1b/Next", `[1, {"x" : "y"}]`},
		{"/States/a~1b/Next/0", "1"},
		{"/States/a~1b/Next/1/x", `"y"`},
		{"/é", "2"},
		{"/States/none", "{"},
		{"/States/a~1b/Next/7", "["},
	}
	for _, test := range tests {
		start, end := Locate(src, test.pointer)
		if got := string(src[start:end]); got != test.want {
			t.Errorf("Locate(%q) is %q, want %q", test.pointer, got, test.want)
		}
	}
	for _, src := range []string{"", "{", "nonsense", `{"a": `, `[1,`} {
		if start, end := Locate([]byte(src), "/a/0"); start > end || end > len(src) {
			t.Errorf("Locate in %q is %d to %d", src, start, end)
		}
	}
	r := MachineReport("m.asl.json", src, validate.Problem{Path: "/é", Rule: "ASL022", Text: "Wrong.", Fix: "Mend it."})
	if r.Place.Start.Line != 4 || r.Place.Start.Column != 8 || r.Detail != "Wrong. Mend it." || r.Severity != "error" || r.In != "/é" ||
		r.Snippet[0].Text != `  "é": 2` {
		t.Errorf("report is %+v", r)
	}
}

func TestExplain(t *testing.T) {
	for _, k := range catalog.All {
		var b bytes.Buffer
		if err := Kind(&b, k); err != nil {
			t.Fatal(err)
		}
		text := b.String()
		for _, a := range k.Args {
			if !strings.Contains(text, "\n  "+a.Name+": ") {
				t.Errorf("%s: argument %s is missing", k.Name, a.Name)
			}
		}
		for _, e := range append(k.Errors, k.Transient...) {
			if !strings.Contains(text, e) {
				t.Errorf("%s: error %s is missing", k.Name, e)
			}
		}
		for _, m := range k.Modes {
			if !strings.Contains(text, m.Resource) {
				t.Errorf("%s: call %s is missing", k.Name, m.Resource)
			}
			for _, a := range m.Allow {
				if !strings.Contains(text, "\n  "+a.Actions[0]+" on "+a.Resource+"\n") {
					t.Errorf("%s: permission %s is missing", k.Name, a.Actions[0])
				}
			}
		}
		if !strings.Contains(text, k.Example[:strings.IndexByte(k.Example, '\n')]) {
			t.Errorf("%s: the example is missing", k.Name)
		}
		if calls := dsl.Calls(k); calls != strings.Contains(text, "timeout") && k.Name != "wait" {
			t.Errorf("%s: it takes a timeout: %v", k.Name, !calls)
		}
	}
	var b bytes.Buffer
	if err := Computes(&b); err != nil {
		t.Fatal(err)
	}
	list := b.String()
	for _, c := range catalog.Computes {
		b.Reset()
		if err := Compute(&b, c); err != nil {
			t.Fatal(err)
		}
		text := b.String()
		for _, a := range c.Args {
			if !strings.Contains(text, "\n  "+a.Name+": ") {
				t.Errorf("compute %s: argument %s is missing", c.Name, a.Name)
			}
		}
		b.Reset()
		if err := Portable(&b, c.Runs); err != nil {
			t.Fatal(err)
		}
		for _, a := range c.Runs.Args {
			if !strings.Contains(b.String(), "\n  "+a.Name+": ") {
				t.Errorf("%s: argument %s is missing", c.Runs.Name, a.Name)
			}
		}
		where := fmt.Sprintf("\n  compute %q", c.Name)
		if !strings.Contains(b.String(), where) || !strings.Contains(list, where) {
			t.Errorf("compute %s is not listed", c.Name)
		}
	}
	b.Reset()
	c, _ := catalog.LookupCluster("emr")
	if err := Cluster(&b, c); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(b.String(), "cluster \"emr\"\n\n") || !strings.Contains(b.String(), "  idle_timeout: duration") {
		t.Errorf("cluster emr is explained as:\n%s", b.String())
	}
	b.Reset()
	if err := Code(&b, diag.Lookup(diag.RepeatedArgument)); err != nil {
		t.Fatal(err)
	}
	want := `PC0007: Repeated argument

An argument is set twice in the same block, and it would be a guess which value
is meant.

For example:

  pipeline "p" {
    timeout = "1h"
    timeout = "2h"
  }
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
	b.Reset()
	if err := Kinds(&b); err != nil {
		t.Fatal(err)
	}
	if err := Codes(&b); err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Count(b.String(), "\n"), len(catalog.Names())+len(diag.Codes); got != want {
		t.Errorf("the lists have %d lines, want %d", got, want)
	}
}
