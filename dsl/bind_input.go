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

	// members are the defaults of optional members, as HCL has them.
	members *typeexpr.Defaults

	bad bool // it was refused; mentions of it say nothing more
}

func (l *loader) declareInput(d *pipelineDecl, b *hclsyntax.Block) {
	in := &inputDecl{Input: &Input{Range: b.DefRange(), Type: cty.DynamicPseudoType, Accepts: cty.DynamicPseudoType}, block: b, order: len(d.inputs)}
	ok := l.labels(b, "NAME")
	if !ok && len(b.Labels) == 0 {
		return
	}
	name := b.Labels[len(b.Labels)-1]
	if ok && name == "pipectl" {
		l.add(diag.Problem{Code: diag.InvalidName, Range: b.LabelRanges[0], Detail: "\"pipectl\" is the member of an execution's input that pipectl itself uses, so no input can have this name."}.Error())
		ok = false
	}
	in.Name, in.bad = name, !ok
	if old := d.inputs[name]; old != nil {
		if ok {
			l.add(duplicate(name, b.DefRange(), old.Range, "The inputs of a pipeline have names of their own."))
		}
		return
	}
	if a := b.Body.Attributes["type"]; a != nil {
		in.Accepts, in.members = l.typeConstraint(a.Expr)
		in.Type, in.Members = withMemberDefaults(in.Accepts, in.members)
	}
	if a := b.Body.Attributes["default"]; a != nil {
		v, diags := a.Expr.Value(nil)
		in.Nullable = !diags.HasErrors() && v.IsNull()
	}
	d.inputs[name] = in
}

// ordered are the inputs in the order of declaration.
func (d *pipelineDecl) ordered() []*inputDecl {
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

// bindInputs binds all defaults before any condition, which may mention every
// input.
func (l *loader) bindInputs(d *pipelineDecl) {
	var readers []*reader
	for _, in := range d.ordered() {
		if in.bad {
			continue
		}
		d.Inputs = append(d.Inputs, in.Input)
		r := l.reader(in.block)
		readers = append(readers, r)
		w := &place{l: l, d: d, static: "a description is known at compile time"}
		in.Description = w.text(r.attr("description"))
		r.attr("type")
		if e := r.attr("default"); e != nil {
			l.bindDefault(d, in, e)
		}
	}
	for i, in := range d.Inputs {
		r := readers[i]
		for _, b := range r.all("validation") {
			l.bindValidation(d, in, b)
		}
		r.done()
	}
}

// bindDefault binds the default of an input. It may mention run and aws, and no
// input.
func (l *loader) bindDefault(d *pipelineDecl, in *inputDecl, e hclsyntax.Expression) {
	w := &place{l: l, d: d}
	probe, _ := expr.Bind(e, w.scope(), cty.DynamicPseudoType)
	if _, static := staticValue(probe); !static {
		in.Default = w.bind(e, in.Type.WithoutOptionalAttributesDeep())
		return
	}
	in.Default = w.bind(e, in.Accepts)
	if v, ok := staticValue(in.Default); ok {
		if val, err := applyType(v, in.Accepts, in.members); err == nil {
			in.Default = &expr.Lit{Val: val, Rng: e.Range()}
			in.Nullable = val.IsNull()
		}
	}
}

func (l *loader) bindValidation(d *pipelineDecl, in *Input, b *hclsyntax.Block) {
	l.labels(b)
	r := l.reader(b)
	cond, msg := r.need("condition"), r.need("error_message")
	r.done()
	if cond == nil || msg == nil {
		return
	}
	w := &place{l: l, d: d, inputs: true}
	sw := &place{l: l, d: d, static: "the message of a validation is known at compile time"}
	in.Validations = append(in.Validations, Validation{Condition: w.bind(cond, cty.Bool), Message: sw.text(msg)})
}

// inputValues checks compile-time values for inputs: those of a schedule or of
// a call of another pipeline. It returns those that fit, and the names of all.
func (l *loader) inputValues(d *pipelineDecl, v cty.Value, rng hcl.Range) (cty.Value, map[string]bool) {
	given := map[string]bool{}
	if !v.Type().IsObjectType() && !v.Type().IsMapType() {
		l.add(diag.Problem{Code: diag.UnsupportedValue, Range: rng, Detail: "The input of an execution is an object: input = { name = value }."}.Error())
		return cty.EmptyObjectVal, nil
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
		given[name] = !values[name].IsNull()
		if in.bad || values[name].IsNull() {
			continue // null counts as not given
		}
		val, err := applyType(values[name], in.Accepts, in.members)
		if err != nil {
			l.add(diag.Problem{
				Code: diag.InvalidVariableValue, Range: rng, Detail: fmt.Sprintf(
					"The input %q is of type %s, and this value does not fit: %s.", name, typeexpr.TypeString(in.Accepts), expr.PathError(err)),
				Notes: []diag.Note{{Range: in.Range, Text: fmt.Sprintf("input %q is declared here", name)}},
			}.Error())
			continue
		}
		out[name] = val
	}
	return cty.ObjectVal(out), given
}

// checkType checks a value that only an execution knows against its input.
func (l *loader) checkType(in *inputDecl, x expr.Expr) {
	want, have := in.Type.WithoutOptionalAttributesDeep(), x.Type()
	if want == cty.DynamicPseudoType || have == cty.DynamicPseudoType || in.bad || hasBad(x) {
		return
	}
	if want.IsPrimitiveType() && have.Equals(want) || !want.IsPrimitiveType() && convert.GetConversionUnsafe(have, want) != nil || have.Equals(want) {
		return
	}
	l.add(diag.Problem{
		Code: diag.InvalidVariableValue, Range: x.Range(), Detail: fmt.Sprintf(
			"The input %q is of type %s, and this is of type %s.", in.Name, typeexpr.TypeString(in.Accepts), have.FriendlyName()),
		Notes: []diag.Note{{Range: in.Range, Text: fmt.Sprintf("input %q is declared here", in.Name)}},
	}.Error())
}

func unknownInput(d *pipelineDecl, name string, rng hcl.Range) *hcl.Diagnostic {
	return diag.Problem{Code: diag.UndeclaredInput, Range: rng, Detail: fmt.Sprintf(
		"The pipeline %q has no input named %q.", d.Name, name) + suggestOrList(name, slices.Sorted(maps.Keys(d.inputs)), "It has")}.Error()
}

// checkSupplied: every way to start the pipeline by itself must give what has
// no default.
func (l *loader) checkSupplied(d *pipelineDecl, what string, given map[string]bool, rng hcl.Range) {
	for _, in := range d.Inputs {
		if in.Default == nil && !given[in.Name] {
			l.add(diag.Problem{
				Code: diag.UnsuppliedInput, Range: rng, Detail: fmt.Sprintf(
					"The input %q has no default, and %s does not supply it, so every execution it starts would fail. Give it a value in \"input\" or a default.", in.Name, what),
				Notes: []diag.Note{{Range: in.Range, Text: fmt.Sprintf("input %q is declared here", in.Name)}},
			}.Error())
		}
	}
}
