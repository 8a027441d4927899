package dsl

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/pipectl/pipectl/dsl/diag"
	"github.com/pipectl/pipectl/dsl/expr"
)

// setVariables gives every variable its value. Who wins, lowest first: default,
// --env, --var-file, PIPECTL_VAR_name, --var.
func (l *loader) setVariables(dir string) {
	given := map[string]given{}
	if l.opts.Env != "" {
		name := path.Join(dir, "env", l.opts.Env+".pipevars.hcl")
		src, err := readFile(l.fsys, name)
		if err != nil {
			l.add(unreadable(name, err))
		} else {
			l.readValues(name, src, given)
		}
	}
	for _, f := range l.opts.VarFiles {
		l.readValues(f.Name, f.Text, given)
	}
	for _, name := range slices.Sorted(maps.Keys(l.opts.Environ)) {
		if l.project.variables[name] != nil {
			l.textValue(name, l.opts.Environ[name], "PIPECTL_VAR_"+name, given)
		}
	}
	for _, v := range l.opts.Vars {
		l.textValue(v.Name, v.Value, "--var "+v.Name, given)
	}
	for _, b := range l.varBlocks {
		if v := l.project.variables[b.Labels[0]]; v != nil && v.rng == b.DefRange() {
			l.bindVariable(b, v, given)
		}
	}
}

// A given is a value that a variable was given from outside the sources.
type given struct {
	val  cty.Value
	rng  hcl.Range
	from string // "--env prod", for messages
}

// readValues reads name = value lines.
func (l *loader) readValues(name string, src []byte, given map[string]given) {
	body := l.parseText(name, src)
	if body == nil {
		return
	}
	for _, b := range body.Blocks {
		l.add(diag.Problem{Code: diag.UnknownBlock, Range: b.TypeRange, Detail: fmt.Sprintf(
			"A file of values holds lines name = value and no blocks; %q belongs into a *%s file.", b.Type, sourceSuffix)}.Error())
	}
	for _, a := range sortedAttrs(body) {
		w := &place{l: l, static: "values of variables are known at compile time"}
		v := w.constant(a.Expr, cty.DynamicPseudoType)
		l.give(a.Name, v, a.Expr.Range(), name, given)
	}
}

// textValue reads a value from the command line: a string is taken as it is,
// other types as HCL.
func (l *loader) textValue(name, text, from string, given map[string]given) {
	rng := hcl.Range{Filename: from, Start: hcl.InitialPos, End: hcl.InitialPos}
	v := l.project.variables[name]
	if v == nil || v.typ == cty.String {
		l.give(name, cty.StringVal(text), rng, from, given)
		return
	}
	_, wrong := checkText(from, []byte(text))
	if v.typ == cty.DynamicPseudoType && wrong == nil {
		// Text that is no value is the text itself: nobody thinks of
		// quotes in --var bucket=acme-lake.
		if e, diags := hclsyntax.ParseExpression([]byte(text), from, hcl.InitialPos); diags.HasErrors() || len(e.Variables()) > 0 {
			l.give(name, cty.StringVal(text), rng, from, given)
			return
		}
	}
	l.project.Sources[from] = []byte(text)
	if wrong != nil {
		l.add(wrong)
		return
	}
	e, diags := hclsyntax.ParseExpression([]byte(text), from, hcl.InitialPos)
	if diags.HasErrors() {
		l.add(diag.Syntax(diags, l.project.Sources)...)
		return
	}
	w := &place{l: l, static: "values of variables are known at compile time"}
	l.give(name, w.constant(e, cty.DynamicPseudoType), e.Range(), from, given)
}

func (l *loader) give(name string, val cty.Value, rng hcl.Range, from string, all map[string]given) {
	if l.project.variables[name] == nil {
		l.add(diag.Problem{
			Code:  diag.UndeclaredValue,
			Range: rng,
			Detail: fmt.Sprintf("%s gives a value to %q, and no variable of that name is declared.", from, name) +
				suggestOrList(name, slices.Sorted(maps.Keys(l.project.variables)), "Declared are"),
		}.Error())
		return
	}
	all[name] = given{val, rng, from}
}

// bindVariable finds out a variable's value and checks it.
func (l *loader) bindVariable(b *hclsyntax.Block, v *variable, all map[string]given) {
	r := l.reader(b)
	typeAttr := r.attr("type")
	r.attr("description")
	def := r.attr("default")
	validations := r.all("validation")
	r.done()
	var defaults *typeexpr.Defaults
	if typeAttr != nil {
		_, defaults, _ = typeexpr.TypeConstraintWithDefaults(typeAttr)
	}
	w := &place{l: l, static: "a default is known at compile time"}
	if desc := r.body.Attributes["description"]; desc != nil {
		w := &place{l: l, static: "a description is known at compile time"}
		w.constant(desc.Expr, cty.String)
	}
	val, rng := cty.DynamicVal, v.rng
	g, ok := all[v.name]
	switch {
	case ok:
		val, rng = g.val, g.rng
	case def != nil:
		val, rng = w.constant(def, v.typ), def.Range()
	default:
		l.add(diag.Problem{
			Code:  diag.MissingValue,
			Range: b.DefRange(),
			Detail: fmt.Sprintf("The variable %q has no default, so it must be given a value: --var %s=…, a file with --var-file or --env, or the environment variable PIPECTL_VAR_%s.",
				v.name, v.name, v.name),
		}.Error())
	}
	if val == cty.DynamicVal {
		return
	}
	val, err := applyType(val, v.typ, defaults)
	if err != nil {
		l.add(diag.Problem{
			Code:   diag.InvalidVariableValue,
			Range:  rng,
			Detail: fmt.Sprintf("The variable %q is of type %s, and this value does not fit: %s.", v.name, typeexpr.TypeString(v.typ), expr.PathError(err)),
			Notes:  []diag.Note{{Range: v.rng, Text: fmt.Sprintf("variable %q is declared here", v.name)}},
		}.Error())
		return
	}
	v.value = val
	for _, vb := range validations {
		l.validateVariable(vb, v, rng)
	}
}

func applyType(val cty.Value, typ cty.Type, defaults *typeexpr.Defaults) (cty.Value, error) {
	if val.IsNull() {
		return cty.NullVal(typ.WithoutOptionalAttributesDeep()), nil
	}
	if defaults != nil {
		val = defaults.Apply(val)
	}
	return convert.Convert(val, typ)
}

func (l *loader) validateVariable(b *hclsyntax.Block, v *variable, rng hcl.Range) {
	l.labels(b)
	r := l.reader(b)
	cond, msg := r.need("condition"), r.need("error_message")
	r.done()
	if cond == nil || msg == nil {
		return
	}
	w := &place{l: l, static: "a validation of a variable is checked at compile time"}
	ok, text := w.constant(cond, cty.Bool), w.constant(msg, cty.String)
	if ok == cty.DynamicVal || text == cty.DynamicVal || text.IsNull() {
		return
	}
	if ok.IsNull() || ok.False() {
		l.add(diag.Problem{
			Code:   diag.FailedValidation,
			Range:  rng,
			Detail: fmt.Sprintf("The value of the variable %q is refused: %s", v.name, text.AsString()),
			Notes:  []diag.Note{{Range: cond.Range(), Text: "this condition does not hold"}},
		}.Error())
	}
}

// typeHabits are types of other languages, and of ours without what is in them.
var typeHabits = map[string]string{
	"int": "number", "integer": "number", "float": "number", "double": "number", "decimal": "number", "long": "number",
	"str": "string", "text": "string", "date": "string", "datetime": "string", "timestamp": "string",
	"boolean": "bool", "json": "any", "object": "object({ name = string })", "struct": "object({ name = string })",
	"list": "list(string)", "array": "list(string)", "set": "set(string)", "map": "map(string)", "dict": "map(string)", "tuple": "tuple([string, number])",
}

// typeHint says what a text that is no type stands for, "" where that is not
// known.
func typeHint(src string) string {
	word, _, arguments := strings.Cut(src, "(")
	meant := typeHabits[strings.ToLower(word)]
	switch {
	case strings.HasPrefix(meant, word+"(") && arguments:
		return "" // it is one of ours, and something else is wrong with it
	case strings.HasPrefix(meant, word+"("):
		return fmt.Sprintf("%q alone is no type: it says of what, as in %s.", word, meant)
	case meant == "":
		meant = diag.Similar(word, []string{"any", "bool", "list", "map", "number", "object", "set", "string", "tuple"})
	}
	if meant == "" {
		return ""
	}
	return fmt.Sprintf("There is no type %q. Did you mean %s?", word, meant)
}

// typeConstraint reads a type. cty.DynamicPseudoType after an error.
func (l *loader) typeConstraint(e hcl.Expression) (cty.Type, *typeexpr.Defaults) {
	if e == nil {
		return cty.DynamicPseudoType, nil
	}
	typ, defaults, diags := typeexpr.TypeConstraintWithDefaults(e)
	if !diags.HasErrors() {
		return typ, defaults
	}
	if v, bad := e.Value(nil); !bad.HasErrors() && v.Type() == cty.String && !v.IsNull() {
		inner, perr := hclsyntax.ParseExpression([]byte(v.AsString()), "", hcl.InitialPos)
		if !perr.HasErrors() {
			if _, _, terr := typeexpr.TypeConstraintWithDefaults(inner); !terr.HasErrors() {
				l.add(diag.Problem{Code: diag.InvalidType, Range: e.Range(), Detail: fmt.Sprintf("A type stands without quotes: type = %s.", v.AsString())}.Error())
				return cty.DynamicPseudoType, nil
			}
		}
	}
	if o, ok := e.(*hclsyntax.ObjectConsExpr); ok {
		l.add(diag.Problem{Code: diag.InvalidType, Range: o.OpenRange, Detail: "The type of an object is object({ name = type, … }), with the word object and parentheses."}.Error())
		return cty.DynamicPseudoType, nil
	}
	for _, d := range diags {
		rng := e.Range()
		if d.Subject != nil {
			rng = *d.Subject
		}
		detail := d.Detail + " Types are string, number, bool, any, list(T), set(T), map(T), tuple([T, …]) and object({ name = T, other = optional(T, default) }), without quotes."
		if src := l.project.Sources[rng.Filename]; rng.CanSliceBytes(src) {
			if hint := typeHint(string(rng.SliceBytes(src))); hint != "" {
				detail = hint
			}
		}
		l.add(diag.Problem{Code: diag.InvalidType, Range: rng, Detail: detail}.Error())
	}
	return cty.DynamicPseudoType, nil
}
