package engine

import (
	"errors"
	"fmt"
	"strings"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonpath"
)

// A queryCache keeps what was read of expressions. Nothing outlives the Run.
type queryCache struct {
	paths   map[string]parsedPath
	jsonata map[string]*compiledJSONata
}

type parsedPath struct {
	expr jsonpath.Expr
	err  error
}

func newQueryCache() *queryCache {
	return &queryCache{paths: map[string]parsedPath{}, jsonata: map[string]*compiledJSONata{}}
}

func (c *queryCache) path(source string) (jsonpath.Expr, error) {
	p, ok := c.paths[source]
	if !ok {
		p.expr, p.err = jsonpath.Parse(source)
		c.paths[source] = p
	}
	return p.expr, p.err
}

// jsonpath evaluates a path or a call of an intrinsic function.
func (t *thread) jsonpath(v *visit, source string, from asl.Value) (asl.Value, *failure) {
	out, f, _ := t.lookup(v, source, from)
	return out, f
}

// jsonpathField does it for a member of a payload template, whose failures the
// service words in another way.
func (t *thread) jsonpathField(v *visit, field, source string, from asl.Value) (asl.Value, *failure) {
	out, f, missing := t.lookup(v, source, from)
	if missing {
		return nil, fail(errRuntime, "The JSONPath '%s' specified for the field '%s' could not be found in the input '%s'", source, field, text(from))
	}
	return out, f
}

func (t *thread) lookup(v *visit, source string, from asl.Value) (out asl.Value, f *failure, missing bool) {
	w := t.h.w
	e, err := w.cache.path(source)
	if err != nil {
		return nil, fail(errRuntime, "Invalid path '%s': %s", source, err), false
	}
	out, err = jsonpath.Eval(e, &jsonpath.Env{
		Input:    from,
		Context:  func() asl.Value { return t.contextObject(v) },
		Variable: t.scope.get,
		Random:   w.rand.Float64,
		UUID:     w.uuid,
	})
	if err == nil {
		if p, isPath := e.(*jsonpath.Path); isPath && p.IsReference() {
			return out, nil, false // it was there before
		}
		return out, v.made(out), false
	}
	var bad *jsonpath.EvalError
	if !errors.As(err, &bad) || bad.Call {
		return nil, fail(errIntrinsic, "The function '%s' failed: %s", source, err), false
	}
	return nil, fail(errRuntime, "%s", missingText(source, bad)), true
}

// missingText words it as the service, whose library tells a missing end from
// a missing way to it.
func missingText(source string, bad *jsonpath.EvalError) string {
	what := "No results for path"
	if bad.Inside {
		what = "Missing property in path"
	}
	return fmt.Sprintf("Invalid path '%s' : %s: %s", strings.TrimSpace(source), what, bad.At)
}

// put puts a result where a ResultPath says.
func (t *thread) put(v *visit, source string, into, result asl.Value) (asl.Value, *failure) {
	e, err := t.h.w.cache.path(source)
	p, ok := e.(*jsonpath.Path)
	if err != nil || !ok || !p.IsReference() {
		return nil, fail(errRuntime, "Invalid path '%s': a ResultPath must be a reference path.", source)
	}
	out, err := jsonpath.Put(into, p, result)
	if err != nil {
		return nil, fail(errResultPath, "Unable to apply ReferencePath %s to input %s", source, text(into))
	}
	return out, nil
}
