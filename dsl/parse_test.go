package dsl

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// inPieces parses a text in pieces of a size; nil where that cannot be done.
func inPieces(src []byte, size int) *hclsyntax.Body {
	seams, wrong := checkText("f", src)
	if wrong != nil {
		return nil
	}
	return join(parsePieces(cutFile("f", src, seams, size)))
}

// A text of pieces is the same as the whole, ranges and all.
func TestParseInPieces(t *testing.T) {
	for name, src := range map[string]string{
		"one block":             "pipeline \"p\" {\n  a = 1\n  task \"lambda\" \"b\" {\n    c = {\n      d = 1\n    }\n  }\n}\n",
		"blocks":                "# one\n\na {\n  b = 1\n  c = 2\n}\n\n# two\nd \"e\" f { # three\n  g = 1\n\n  h {\n  }\n}\ni {}\n",
		"without a last line":   "a {\n  b = 1\n  c = 2\n}",
		"arguments":             "a = 1\nb = 2\nc {\n  a = 1\n  b = 2\n}\nd = 3\n",
		"templates":             "a {\n  b = <<E\n}\n{\n${c}\nE\n  d = \"}${e[\"f\"]}%{ if g }{%{ endif }\"\n  h = (\n    1\n  )\n}\n",
		"Windows":               "a {\r\n  b = 1\r\n  c = 2\r\n}\r\n",
		"signs of many bytes":   "a {\n  b = \"äé😀\" # é\n  c = \"é\"\n\t}\n  d {\n  e = 1\n}\n",
		"comments before":       "  # one\n  /* two\n three */ a {\n  b = 1\n  /* { */\n  c = 2 // }\n}\n",
		"comments only":         "# one\n# two\n",
		"nothing":               "",
		"a block in a block":    "a {\n  b {\n    c = 1\n    d = 1\n  }\n}\n",
		"a block on one line":   "a { b = 1 }\nc {\n}\n",
		"an indented last line": "a {\n  b = 1\n  c = 1\n  }   \n",
	} {
		for _, size := range []int{1, 10, 1000} {
			got := inPieces([]byte(src), size)
			if got == nil {
				if name != "nothing" {
					t.Errorf("%s: not in pieces of %d", name, size)
				}
				continue
			}
			want, diags := hclsyntax.ParseConfig([]byte(src), "f", hcl.InitialPos)
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			if !reflect.DeepEqual(want.Body, hcl.Body(got)) {
				t.Errorf("%s: another body in pieces of %d", name, size)
			}
		}
	}
}

// What only the whole shows to be wrong is seen all the same.
func TestNotInPieces(t *testing.T) {
	for name, src := range map[string]string{
		"twice in a block":    "a {\n  b = 1\n  c = 1\n  b = 2\n}\n",
		"twice in a file":     "a = 1\nb = 1\na = 2\n",
		"no block":            "a = {\n  b = 1\n  c = 1\n}\n",
		"a line that goes on": "a {\n  b = 1 +\n  2\n}\n",
		"after the brace":     "a {\n  b = 1\n  c = 1\n} d = 1\n",
	} {
		if body := inPieces([]byte(src), 1); body != nil {
			whole, diags := hclsyntax.ParseConfig([]byte(src), "f", hcl.InitialPos)
			if diags.HasErrors() || !reflect.DeepEqual(whole.Body, hcl.Body(body)) {
				t.Errorf("%s is parsed in pieces", name)
			}
		}
	}
}

// A text that can be parsed in pieces has no mistake and is what it is as a whole.
func FuzzParseInPieces(f *testing.F) {
	for _, pattern := range []string{"../testdata/errors/*.hcl", "../examples/*/*.pipe.hcl"} {
		files, _ := filepath.Glob(pattern)
		for _, file := range files {
			src, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(src, 1)
			f.Add(src, 200)
		}
	}
	f.Add([]byte("a {\n  b = <<-E\n  }\n  E\n  c = \"${d}\"\n}\n"), 1)
	f.Fuzz(func(t *testing.T, src []byte, size int) {
		body := inPieces(src, max(size, 1))
		if body == nil {
			return
		}
		whole, diags := hclsyntax.ParseConfig(src, "f", hcl.InitialPos)
		if diags.HasErrors() {
			t.Fatalf("%q has mistakes that pieces do not have: %v", src, diags)
		}
		if !reflect.DeepEqual(whole.Body, hcl.Body(body)) {
			t.Errorf("%q is another one in pieces", src)
		}
	})
}

// Files of the usual form are parsed in pieces, not as a whole after all.
func TestPiecesOfAFile(t *testing.T) {
	src := []byte("locals {\n  a = 1\n}\n\npipeline \"p\" {\n" + strings.Repeat("  task \"wait\" \"a\" {\n    for = 1\n  }\n", 1000) + "}\n")
	seams, wrong := checkText("f", src)
	if wrong != nil {
		t.Fatal(wrong)
	}
	pieces := cutFile("f", src, seams, pieceSize)
	if len(pieces) < len(src)/pieceSize/2 {
		t.Errorf("%d bytes are in %d pieces", len(src), len(pieces))
	}
	if join(parsePieces(pieces)) == nil {
		t.Error("the pieces do not parse")
	}
}
