package dsl

import (
	"encoding/json"
	"fmt"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/pipectl/pipectl/dsl/diag"
	"github.com/pipectl/pipectl/dsl/expr"
)

// bindDefinition reads the definition of a task "asl". Whether it is a state or
// a machine that AWS would accept is the compiler's business.
func (l *loader) bindDefinition(t *taskDecl, task *Task, e hclsyntax.Expression, w *place) expr.Expr {
	w.static = "a definition is taken as it is. Hand values in with \"input\", which is $states.input in it"
	v := w.constant(e, cty.DynamicPseudoType)
	if v == cty.DynamicVal {
		t.incomplete = true
		return &expr.Bad{Rng: e.Range()}
	}
	def := &Definition{syntax: e}
	switch {
	case v.IsNull():
		l.add(missingArgument(header(t.block), "definition", e.Range()))
	case v.Type() == cty.String:
		def.Text = []byte(v.AsString())
	case v.Type().IsObjectType() || v.Type().IsMapType():
		text, err := ctyjson.Marshal(v, v.Type())
		if err != nil {
			panic("dsl: a known value has no JSON: " + err.Error())
		}
		def.Text = text
	default:
		l.add(diag.Problem{Code: diag.InvalidDefinition, Range: e.Range(), Detail: fmt.Sprintf(
			"A definition is a state or a state machine: an object { Type = … } or { StartAt = …, States = … }, or its JSON as text. This is %s.", aValueOf(v.Type()))}.Error())
	}
	if def.Text == nil {
		t.incomplete = true
		return &expr.Bad{Rng: e.Range()}
	}
	var form struct {
		Type   string
		States json.RawMessage
	}
	if err := json.Unmarshal(def.Text, &form); err == nil && form.States == nil {
		def.Alone = form.Type
	}
	task.Definition = def
	return &expr.Lit{Val: v, Rng: e.Range()}
}

// aValueOf names a type that is no object.
func aValueOf(t cty.Type) string {
	switch {
	case t == cty.Number:
		return "a number"
	case t == cty.Bool:
		return "a bool"
	case t.IsTupleType() || t.IsListType() || t.IsSetType():
		return "a list"
	}
	return "something else"
}

// checkDefinition checks what a task "asl" takes besides its definition.
func (l *loader) checkDefinition(t *taskDecl, task *Task, r *reader) {
	if e := r.attr("parameters"); e != nil {
		l.add(diag.Problem{Code: diag.NotForKind, Range: r.nameRange("parameters"), Detail: "A task \"asl\" is taken as it is, so \"parameters\" means nothing on it. Put them into its definition."}.Error())
	}
	if task.Definition == nil {
		return
	}
	if task.Definition.Alone == "Task" {
		var own struct{ TimeoutSeconds, Credentials json.RawMessage }
		if err := json.Unmarshal(task.Definition.Text, &own); err != nil {
			return // told where the definition is read
		}
		for _, twice := range []struct {
			arg, member string
			given       bool
		}{{"timeout", "TimeoutSeconds", own.TimeoutSeconds != nil}, {"role", "Credentials", own.Credentials != nil}} {
			if twice.given && t.block.Body.Attributes[twice.arg] != nil {
				l.add(diag.Problem{Code: diag.ConflictingArguments, Range: r.nameRange(twice.arg), Detail: fmt.Sprintf(
					"The definition has %s, and %q would say the same another time. Take one of the two away.", twice.member, twice.arg)}.Error())
			}
		}
		return
	}
	if task.Timeout == nil {
		return
	}
	if t.block.Body.Attributes["timeout"] != nil {
		l.add(diag.Problem{Code: diag.NotForKind, Range: r.nameRange("timeout"), Detail: "The States Language has a timeout for Task states, and none for what is made of several states. Give the Tasks in the definition TimeoutSeconds."}.Error())
	}
	task.Timeout = nil
}
