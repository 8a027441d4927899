package resume

import (
	"fmt"

	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/catalog"
	"github.com/pipectl/pipectl/dsl/expr"
)

// Skip makes a task of a pipeline one that only gives an output, as if it had
// succeeded. The pipeline, which is not compiled yet, is changed. The error is that
// of a name that is no task's.
func Skip(p *dsl.Pipeline, name string, output asl.Value) error {
	var task *dsl.Task
	block := false
	for _, b := range []*dsl.Body{p.Body, p.OnFailure, p.Finally} {
		eachItem(b, func(item dsl.Item) {
			if item.Base().Name == name {
				task, _ = item.(*dsl.Task)
				block = task == nil
			}
		})
	}
	switch {
	case block:
		return fmt.Errorf("%q is a block; name the tasks in it", name)
	case task == nil:
		return fmt.Errorf("there is no task %q", name)
	}
	v, err := constant(output)
	if err != nil {
		return fmt.Errorf("the output of %q: %w", name, err)
	}
	kind, _ := catalog.Lookup("value")
	arg, _ := kind.Arg("value")
	common := task.Common
	common.Each, common.Retry, common.Catch, common.Output, common.Clusters = nil, nil, nil, nil, nil
	*task = dsl.Task{
		Common: common, Kind: kind, Result: v.Type(),
		Args: []dsl.Arg{{Arg: arg, Value: &expr.Lit{Val: v, Rng: task.Range}, Range: task.Range}},
	}
	return nil
}

// Names are those of the tasks and blocks of a pipeline, in the order of declaration.
func Names(p *dsl.Pipeline) []string {
	var out []string
	eachItem(p.Body, func(item dsl.Item) { out = append(out, item.Base().Name) })
	return out
}

// constant is a JSON value as expressions have it.
func constant(v asl.Value) (cty.Value, error) {
	if v == nil {
		return cty.NullVal(cty.DynamicPseudoType), nil
	}
	text := asl.AppendValue(nil, v, -1)
	typ, err := ctyjson.ImpliedType(text)
	if err != nil {
		return cty.NilVal, err
	}
	return ctyjson.Unmarshal(text, typ)
}
