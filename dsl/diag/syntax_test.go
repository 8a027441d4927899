package diag_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/pipectl/pipectl/dsl/diag"
	"github.com/pipectl/pipectl/internal/golden"
)

func parse(src []byte, file string) (hcl.Diagnostics, map[string][]byte) {
	sources := map[string][]byte{file: src}
	_, diags := hclsyntax.ParseConfig(src, file, hcl.InitialPos)
	return diag.Syntax(diags, sources), sources
}

// The archives hold files that are no HCL, and how they are reported.
func TestSyntax(t *testing.T) {
	golden.Run(t, "testdata/syntax/*.txtar", func(t *testing.T, a *golden.Archive) {
		for _, name := range a.Inputs() {
			diags, sources := parse(a.Input(name), name)
			reports := diag.Reports(diags, sources)
			var text bytes.Buffer
			if err := diag.WriteText(&text, reports, false); err != nil {
				t.Fatal(err)
			}
			for _, r := range reports {
				if r.Fix != nil {
					text.WriteString("FIX: " + r.Fix.Text + "\n" + apply(a.Input(name), *r.Fix) + "\n")
				}
			}
			a.Output("out/"+name, text.Bytes())
		}
	})
}

func apply(src []byte, fix diag.PlacedFix) string {
	out := string(src)
	for i := len(fix.Edits) - 1; i >= 0; i-- {
		e := fix.Edits[i]
		out = out[:e.Place.Start.Byte] + e.Text + out[e.Place.End.Byte:]
	}
	return out
}

// Every example of a syntax code yields that code alone.
func TestSyntaxExamples(t *testing.T) {
	for _, e := range diag.Codes {
		if !strings.HasPrefix(string(e.Code), "PC00") || e.Example == "" {
			continue
		}
		t.Run(e.Name, func(t *testing.T) {
			diags, _ := parse([]byte(e.Example), "main.pipe.hcl")
			if len(diags) != 1 || diag.Of(diags[0]).Code != e.Code {
				t.Errorf("the example of %s yields %v", e.Code, diags)
			}
		})
	}
}

func FuzzSyntax(f *testing.F) {
	for _, e := range diag.Codes {
		f.Add([]byte(e.Example))
	}
	for _, s := range []string{"a = 5h", "a = \"${x\"\n", "a = '", "“", "x {\n", "a = \"", "a\n\n{", "a \"b\"\r\n\r\n {\r\n}", "\xef\xbb\xbfa = [", "a = <<E\n", "${{", "}"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		_, raw := hclsyntax.ParseConfig(src, "f", hcl.InitialPos)
		diags, sources := parse(src, "f")
		if raw.HasErrors() != diags.HasErrors() {
			t.Fatalf("HCL has %v, Syntax %v", raw, diags)
		}
		reports := diag.Reports(diags, sources)
		for _, r := range reports {
			if r.Code == "" || r.Detail == "" {
				t.Errorf("no code or detail: %+v", r)
			}
			inside := func(p diag.Place) {
				if p.Start.Byte > p.End.Byte || p.End.Byte > len(src) {
					t.Errorf("place outside the file: %+v", r)
				}
			}
			inside(*r.Place)
			for _, n := range r.Notes {
				inside(n.Place)
			}
			if r.Fix != nil {
				for _, e := range r.Fix.Edits {
					inside(e.Place)
				}
			}
		}
		if err := diag.WriteText(&bytes.Buffer{}, reports, true); err != nil {
			t.Fatal(err)
		}
		if _, err := json.Marshal(reports); err != nil {
			t.Fatal(err)
		}
	})
}
