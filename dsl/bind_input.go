package dsl

import (
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/pipectl/pipectl/dsl/diag"
	"github.com/pipectl/pipectl/dsl/expr"
)

// An inputDecl is an input that is declared and maybe not bound yet.
type inputDecl struct {
	*Input
	block *hclsyntax.Block
	order int
	bad   bool
}

func (l *loader) declareInput(d *pipelineDecl, b *hclsyntax.Block) {
	if !l.labels(b, "NAME") {
		return
	}
	name := b.Labels[0]
	if name == "pipectl" {
		l.add(diag.Problem{Code: diag.InvalidName, Range: b.LabelRanges[0], Detail: "\"pipectl\" is the member of an execution's input that pipectl itself uses, so no input can have this name."}.Error())
		return
	}
	if old := d.inputs[name]; old != nil {
		l.add(duplicate(name, b.DefRange(), old.Range, "The inputs of a pipeline have names of their own."))
		return
	}
	in := &inputDecl{Input: &Input{Name: name, Range: b.DefRange(), Type: cty.DynamicPseudoType}, block: b, order: len(d.inputs)}
	if a := b.Body.Attributes["type"]; a != nil {
		typ, defaults := l.typeConstraint(a.Expr)
		in.Type, in.Members = withMemberDefaults(typ, defaults)
	}
	if a := b.Body.Attributes["default"]; a != nil {
		v, diags := a.Expr.Value(nil)
		in.Nullable = !diags.HasErrors() && v.IsNull()
	}
	d.inputs[name] = in
}

func (d *pipelineDecl) order0Inputs() []*inputDecl {
	all := slices.Collect(maps.Values(d.inputs))
	slices.SortFunc(all, func(a, b *inputDecl) int { return a.order - b.order })
	return all
}

// withMemberDefaults makes optional members that have a default required: the
// machine's first state puts the default in, so that afterwards they are there.
func withMemberDefaults(typ cty.Type, d *typeexpr.Defaults) (cty.Type, *MemberDefaults) {
	if d == nil {
		return typ, nil
	}
	out := &MemberDefaults{Inner: map[string]*MemberDefaults{}}
	inner := func(key string, t cty.Type) cty.Type {
		t, m := withMemberDefaults(t, d.Children[key])
		if m != nil {
			out.Inner[key] = m
		}
		return t
	}
	switch {
	case typ.IsObjectType():
		attrs := map[string]cty.Type{}
		var optional []string
		for _, name := range slices.Sorted(maps.Keys(typ.AttributeTypes())) {
			attrs[name] = inner(name, typ.AttributeType(name))
			def, has := d.DefaultValues[name]
			has = has && !def.IsNull()
			if has {
				if v, err := convert.Convert(def, typ.AttributeType(name)); err == nil {
					def = v
				}
				out.Members = append(out.Members, MemberDefault{name, def})
			} else if typ.AttributeOptional(name) {
				optional = append(optional, name)
			}
		}
		return cty.ObjectWithOptionalAttrs(attrs, optional), out
	case typ.IsListType():
		return cty.List(inner("", typ.ElementType())), out
	case typ.IsSetType():
		return cty.Set(inner("", typ.ElementType())), out
	case typ.IsMapType():
		return cty.Map(inner("", typ.ElementType())), out
	}
	return typ, nil
}

func (l *loader) bindInput(d *pipelineDecl, in *inputDecl) {
	d.Inputs = append(d.Inputs, in.Input)
	r := l.reader(in.block)
	w := &place{l: l, d: d, static: "a description is known at compile time"}
	in.Description = w.text(r.attr("description"))
	typeAttr := r.attr("type")
	if e := r.attr("default"); e != nil {
		dw := &place{l: l, d: d} // run and aws may be mentioned, no inputs
		want := in.Type
		in.Default = dw.bind(e, cty.DynamicPseudoType)
		if v, ok := staticValue(in.Default); ok {
			var defaults *typeexpr.Defaults
			typ := in.Type
			if typeAttr != nil {
				typ, defaults, _ = typeexpr.TypeConstraintWithDefaults(typeAttr)
			}
			val, err := applyType(v, typ, defaults)
			if err != nil {
				l.add(diag.Problem{Code: diag.InvalidVariableValue, Range: e.Range(), Detail: fmt.Sprintf(
					"The input %q is of type %s, and its default does not fit: %s.", in.Name, typeexpr.TypeString(typ), err)}.Error())
			} else {
				in.Default = &expr.Lit{Val: val, Rng: e.Range()}
				in.Nullable = val.IsNull()
			}
		} else if want != cty.DynamicPseudoType {
			in.Default = dw.bind(e, want.WithoutOptionalAttributesDeep())
		}
	}
	for _, b := range r.all("validation") {
		vr := l.reader(b)
		cond, msg := vr.need("condition"), vr.need("error_message")
		vr.done()
		if cond == nil || msg == nil {
			continue
		}
		vw := &place{l: l, d: d, inputs: true}
		v := Validation{Condition: vw.bind(cond, cty.Bool), Message: w.text(msg)}
		in.Validations = append(in.Validations, v)
	}
	r.done()
}

// checkInputValues checks compile-time values for inputs: those of a schedule
// or of a call of another pipeline.
func (l *loader) checkInputValues(d *pipelineDecl, v cty.Value, rng hcl.Range) cty.Value {
	if !v.Type().IsObjectType() && !v.Type().IsMapType() {
		l.add(diag.Problem{Code: diag.UnsupportedValue, Range: rng, Detail: "The input of an execution is an object: input = { name = value }."}.Error())
		return cty.EmptyObjectVal
	}
	out := map[string]cty.Value{}
	values := v.AsValueMap()
	for _, name := range slices.Sorted(maps.Keys(values)) {
		in := d.inputs[name]
		if in == nil {
			if name != "pipectl" {
				l.add(unknownInput(d, name, rng))
			}
			continue
		}
		val, err := convert.Convert(values[name], in.Type)
		if err != nil {
			l.add(diag.Problem{Code: diag.InvalidVariableValue, Range: rng, Detail: fmt.Sprintf(
				"The input %q is of type %s, and this value does not fit: %s.", name, typeexpr.TypeString(in.Type), err),
				Notes: []diag.Note{{Range: in.Range, Text: fmt.Sprintf("input %q is declared here", name)}}}.Error())
			continue
		}
		out[name] = val
	}
	return cty.ObjectVal(out)
}

func unknownInput(d *pipelineDecl, name string, rng hcl.Range) *hcl.Diagnostic {
	return diag.Problem{Code: diag.UndeclaredInput, Range: rng, Detail: fmt.Sprintf(
		"The pipeline %q has no input named %q.", d.Name, name) + suggestOrList(name, slices.Sorted(maps.Keys(d.inputs)), "It has")}.Error()
}

// checkSupplied: every way to start the pipeline by itself must give what has
// no default.
func (l *loader) checkSupplied(d *pipelineDecl) {
	for _, in := range d.Inputs {
		if in.Default != nil {
			continue
		}
		miss := func(what string, rng hcl.Range) {
			l.add(diag.Problem{Code: diag.UnsuppliedInput, Range: rng, Detail: fmt.Sprintf(
				"The input %q has no default, and %s does not supply it, so every execution it starts would fail. Give it a value in \"input\" or a default.", in.Name, what),
				Notes: []diag.Note{{Range: in.Range, Text: fmt.Sprintf("input %q is declared here", in.Name)}}}.Error())
		}
		for _, s := range d.Schedules {
			if !s.Input.Type().HasAttribute(in.Name) || s.Input.GetAttr(in.Name).IsNull() {
				miss(fmt.Sprintf("schedule %q", s.Name), s.Range)
			}
		}
		for _, t := range d.Triggers {
			if !slices.ContainsFunc(t.Input, func(i TriggerInput) bool { return i.Name == in.Name }) {
				miss(fmt.Sprintf("trigger %q", t.Name), t.Range)
			}
		}
	}
}
