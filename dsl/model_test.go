package dsl_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/expr"
)

// pipeline loads a right project of one pipeline.
func pipeline(t testing.TB, src string) *dsl.Pipeline {
	t.Helper()
	return pipelineOf(t, map[string]string{"main.pipe.hcl": src}, dsl.Options{})
}

func pipelineOf(t testing.TB, files map[string]string, opts dsl.Options) *dsl.Pipeline {
	t.Helper()
	project, diags := loadFiles(files, opts)
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	return project.Pipelines[0]
}

// item finds a task or block, however deep.
func item(t testing.TB, p *dsl.Pipeline, name string) dsl.Item {
	t.Helper()
	var found dsl.Item
	var visit func(b *dsl.Body)
	visit = func(b *dsl.Body) {
		if b == nil {
			return
		}
		for _, it := range b.Items {
			if it.Base().Name == name {
				found = it
			}
			for _, c := range it.Base().Catch {
				visit(c.Body)
			}
			if block, ok := it.(*dsl.Block); ok {
				visit(block.Body)
				for _, br := range block.Branches {
					visit(br.Body)
				}
			}
		}
	}
	visit(p.Body)
	visit(p.OnFailure)
	visit(p.Finally)
	if found == nil {
		t.Fatalf("no item %q", name)
	}
	return found
}

func task(t testing.TB, p *dsl.Pipeline, name string) *dsl.Task {
	t.Helper()
	return item(t, p, name).(*dsl.Task)
}

// text is a compile-time value as it would be written.
func text(x expr.Expr) string {
	if x == nil {
		return "nil"
	}
	v, ok := expr.Static(x)
	if !ok {
		return "run time"
	}
	return valueText(v)
}

func valueText(v cty.Value) string {
	switch {
	case v.IsNull():
		return "null"
	case v.Type() == cty.String:
		return fmt.Sprintf("%q", v.AsString())
	case v.Type() == cty.Number:
		return v.AsBigFloat().Text('f', -1)
	case v.Type() == cty.Bool:
		return fmt.Sprint(v.True())
	}
	var parts []string
	for it := v.ElementIterator(); it.Next(); {
		key, val := it.Element()
		if v.Type().IsObjectType() || v.Type().IsMapType() {
			parts = append(parts, key.AsString()+"="+valueText(val))
		} else {
			parts = append(parts, valueText(val))
		}
	}
	if v.Type().IsObjectType() || v.Type().IsMapType() {
		return "{" + strings.Join(parts, " ") + "}"
	}
	return "[" + strings.Join(parts, " ") + "]"
}
