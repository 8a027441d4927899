package dsl_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/pipectl/pipectl/dsl/diag"
)

// What a message never says: our types, and phrases that tell nobody what to do.
var unhelpful = regexp.MustCompile(`(?i)\b(cty|hclsyntax|hcl\.|traversal|dynamicpseudotype|nil pointer|invalid value|failed to|unable to|please)\b|%!|\bmust be a (\w+), but a \w+ is required`)

// TestWording holds every diagnostic of the wrong pipelines to the rules of
// wording: a title that is a noun phrase, and sentences that can be acted on.
func TestWording(t *testing.T) {
	files, err := filepath.Glob("../testdata/errors/*.hcl")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		project, diags := load(string(src))
		for _, r := range diag.Reports(diags, project.Sources) {
			name := filepath.Base(file)
			if !unicode.IsUpper([]rune(r.Title)[0]) || strings.HasSuffix(r.Title, ".") || strings.Contains(r.Title, `"`) {
				t.Errorf("%s: the title %q is no noun phrase", name, r.Title)
			}
			first := []rune(r.Detail)[0]
			switch end := r.Detail[len(r.Detail)-1]; {
			case end != '.' && end != '?':
				t.Errorf("%s: no sentence: %s", name, r.Detail)
			case unicode.IsLetter(first) && !unicode.IsUpper(first) && !strings.Contains(strings.Fields(r.Detail)[0], "."):
				// A name of the user's, or a function, may come first.
				if word := strings.Fields(r.Detail)[0]; !strings.Contains(string(src), word) {
					t.Errorf("%s: it begins with a small letter: %s", name, r.Detail)
				}
			case strings.TrimSuffix(r.Detail, ".") == r.Title:
				t.Errorf("%s: the detail only repeats the title: %s", name, r.Detail)
			case len(r.Detail) > 300:
				t.Errorf("%s: nobody reads this: %s", name, r.Detail)
			}
			if m := unhelpful.FindString(r.Detail); m != "" {
				t.Errorf("%s: %q in: %s", name, m, r.Detail)
			}
		}
	}
}
