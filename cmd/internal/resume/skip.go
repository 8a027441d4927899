package resume

import (
	"fmt"

	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/replay"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/catalog"
	"github.com/pipectl/pipectl/dsl/expr"
)

// A Skipped is a task that is taken for one that has succeeded.
type Skipped struct {
	Task string
	// Output is nil where none was given, and it counts as null.
	Output asl.Value
}

// Skip makes tasks of a pipeline ones that only give an output, as if they had
// succeeded. The pipeline, which is not compiled yet, is changed. The error is that
// of a name that is no task's, or of an output that those who read it cannot take.
func Skip(p *dsl.Pipeline, all ...Skipped) error {
	declared := make([]bool, len(all))
	for i, one := range all {
		var err error
		if declared[i], err = skip(p, one); err != nil {
			return err
		}
	}
	// Then, so that nothing counts for a reader that is skipped itself.
	for i, one := range all {
		if err := one.check(p, declared[i]); err != nil {
			return err
		}
	}
	return nil
}

// skip changes one task; declared says whether its own block says what it gives.
func skip(p *dsl.Pipeline, one Skipped) (declared bool, err error) {
	name := one.Task
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
		return false, fmt.Errorf("%q is a block; name the tasks in it", name)
	case task == nil:
		return false, fmt.Errorf("there is no task %q", name)
	}
	v, err := constant(one.Output)
	if err != nil {
		return false, fmt.Errorf("the output of %q: %w", name, err)
	}
	kind, _ := catalog.Lookup("value")
	arg, _ := kind.Arg("value")
	declared = task.Returns && task.Output == nil
	common := task.Common
	common.Each, common.Retry, common.Catch, common.Output, common.Clusters = nil, nil, nil, nil, nil
	common.Description = replay.Skipped.Comment(common.Description)
	*task = dsl.Task{
		Common: common, Kind: kind, Result: v.Type(),
		Args: []dsl.Arg{{Arg: arg, Value: &expr.Lit{Val: v, Rng: task.Range}, Range: task.Range}},
	}
	return declared, nil
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
