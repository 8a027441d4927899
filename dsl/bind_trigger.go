package dsl

import (
	"fmt"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/diag"
	"github.com/pipectl/pipectl/dsl/expr"
)

func (l *loader) bindTrigger(d *pipelineDecl, b *hclsyntax.Block) {
	if !l.labels(b, "TYPE", "NAME") {
		return
	}
	r := l.reader(b)
	w := &place{l: l, d: d, static: "a trigger is known at compile time"}
	t := &Trigger{Type: b.Labels[0], Name: b.Labels[1], Range: b.DefRange(), Pattern: cty.NullVal(cty.DynamicPseudoType)}
	for _, old := range d.Triggers {
		if old.Name == t.Name {
			l.add(duplicate(t.Name, t.Range, old.Range, "The triggers of a pipeline have names of their own."))
		}
	}
	switch t.Type {
	case "s3_object":
		if e := r.need("bucket"); e != nil {
			t.Bucket = w.text(e)
		}
		t.Prefix, t.Suffix = w.text(r.attr("prefix")), w.text(r.attr("suffix"))
	case "event":
		t.Bus = w.text(r.attr("bus"))
		if e := r.need("pattern"); e != nil {
			t.Pattern = w.constant(e, cty.DynamicPseudoType)
			l.wantObject(&expr.Lit{Val: t.Pattern, Rng: e.Range()}, "pattern", e.Range())
		}
	default:
		l.add(diag.Problem{Code: diag.UnsupportedValue, Range: b.LabelRanges[0], Detail: fmt.Sprintf(
			"There is no trigger of type %q.", t.Type) + suggestOrList(t.Type, []string{"event", "s3_object"}, "There are")}.Error())
		return
	}
	given := map[string]bool{}
	if e := r.attr("input"); e != nil {
		given = l.bindTriggerInput(d, t, e)
	}
	r.done()
	if given != nil {
		l.checkSupplied(d, header(b), given, t.Range)
	}
	d.Triggers = append(d.Triggers, t)
}

// bindTriggerInput binds the values that a trigger gives the inputs, and
// returns their names; nil after an error.
func (l *loader) bindTriggerInput(d *pipelineDecl, t *Trigger, e hclsyntax.Expression) map[string]bool {
	obj, ok := e.(*hclsyntax.ObjectConsExpr)
	if !ok {
		l.add(diag.Problem{Code: diag.UnsupportedValue, Range: e.Range(), Detail: "The input of a trigger is an object written in place: input = { name = value }."}.Error())
		return nil
	}
	w := &place{l: l, d: d, trigger: true}
	given := map[string]bool{}
	for _, item := range obj.Items {
		key, diags := item.KeyExpr.Value(nil)
		if diags.HasErrors() || key.IsNull() || key.Type() != cty.String {
			l.add(diag.Problem{Code: diag.UnsupportedValue, Range: item.KeyExpr.Range(), Detail: "The names of the inputs are written in place: input = { name = value }."}.Error())
			return nil
		}
		name := key.AsString()
		in := d.inputs[name]
		switch {
		case in == nil:
			l.add(unknownInput(d, name, item.KeyExpr.Range()))
			continue
		case given[name]:
			l.add(diag.Problem{Code: diag.DuplicateName, Range: item.KeyExpr.Range(), Detail: fmt.Sprintf("The input %q is given twice.", name)}.Error())
			continue
		}
		given[name] = true
		x := w.bind(item.ValueExpr, cty.DynamicPseudoType)
		if v, ok := staticValue(x); ok {
			_, one := l.inputValues(d, cty.ObjectVal(map[string]cty.Value{name: v}), item.ValueExpr.Range())
			given[name] = one[name]
		} else {
			l.checkType(in, x)
		}
		t.Input = append(t.Input, TriggerInput{name, x})
	}
	return given
}
