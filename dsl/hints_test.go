package dsl_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/pipectl/pipectl/dsl"
)

func TestHints(t *testing.T) {
	const source = `
pipeline "p" {
  task "lambda" "a" { function = "a" }
  task "lambda" "b" {
    function = "b"
    expected = "1m"
  }
  stage "s" {
    task "lambda" "c" { function = "c" }
  }
}`
	for _, tt := range []struct {
		name, hints string
		want        map[string]time.Duration // nil: an error
		text        string
	}{
		{name: "none", want: map[string]time.Duration{"a": 0, "b": time.Minute, "c": 0}},
		{
			name: "the source counts more, unknown names are left alone", hints: `{"a": 120, "b": 5, "c": 0.5, "gone": 7}`,
			want: map[string]time.Duration{"a": 2 * time.Minute, "b": time.Minute, "c": 500 * time.Millisecond},
		},
		{name: "no JSON", hints: `a = 120`, text: `"p.hints.json" cannot be read: `},
		{name: "no numbers", hints: `{"a": "2m"}`, text: `"p.hints.json" cannot be read: `},
		{name: "negative", hints: `{"a": -1}`, text: `"a" takes -1 seconds`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			fsys := fstest.MapFS{"main.pipe.hcl": {Data: []byte(source)}}
			if tt.hints != "" {
				fsys["p.hints.json"] = &fstest.MapFile{Data: []byte(tt.hints)}
			}
			project, diags := dsl.Load(fsys, ".", dsl.Options{})
			if tt.want == nil {
				if !diags.HasErrors() || !strings.Contains(diags.Error(), tt.text) {
					t.Fatalf("diagnostics: %v", diags)
				}
				return
			}
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			got := map[string]time.Duration{}
			var walk func(*dsl.Body)
			walk = func(b *dsl.Body) {
				for _, item := range b.Items {
					if block, ok := item.(*dsl.Block); ok {
						walk(block.Body)
						continue
					}
					got[item.Base().Name] = item.Base().Expected
				}
			}
			walk(project.Pipelines[0].Body)
			for name, want := range tt.want {
				if got[name] != want {
					t.Errorf("%s takes %s, want %s", name, got[name], want)
				}
			}
		})
	}
}
