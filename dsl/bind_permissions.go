package dsl

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/pipectl/pipectl/dsl/catalog"
	"github.com/pipectl/pipectl/dsl/catalog/apimodel"
	"github.com/pipectl/pipectl/dsl/diag"
)

// bindPermissions reads a permissions block.
func (l *loader) bindPermissions(d *pipelineDecl, b *hclsyntax.Block) {
	if !l.labels(b) {
		return
	}
	r := l.reader(b)
	w := &place{l: l, d: d, static: "permissions are known at compile time", wild: true}
	for _, b := range r.all("allow") {
		d.Permissions.Allow = append(d.Permissions.Allow, l.bindPermission(w, b)...)
	}
	for _, b := range r.all("replace") {
		d.Permissions.Replace = append(d.Permissions.Replace, l.bindPermission(w, b)...)
	}
	if e := r.attr("boundary"); e != nil {
		arn := w.text(e)
		switch {
		case arn == "":
		case !boundaryForm.MatchString(arn):
			l.add(invalidPermission(e, "%q is no policy. A boundary is the ARN of a managed policy: \"arn:aws:iam::123456789012:policy/NAME\".", arn))
		case d.Role != "managed":
			l.add(diag.Problem{Code: diag.ConflictingArguments, Range: r.nameRange("boundary"), Detail: "A boundary is set on the roles that deploying makes, and this pipeline runs under a role of yours. Set it there, or take \"role\" away."}.Error())
		}
		d.Permissions.Boundary = arn
	}
	r.done()
}

var boundaryForm = regexp.MustCompile(`^arn:([a-z-]+|\*):iam::([0-9]{12}|aws|\*):policy/.+$`)

func invalidPermission(e hclsyntax.Expression, format string, args ...any) *hcl.Diagnostic {
	return diag.Problem{Code: diag.InvalidPermission, Range: e.Range(), Detail: fmt.Sprintf(format, args...)}.Error()
}

// bindPermission reads an allow or a replace block; none after an error.
func (l *loader) bindPermission(w *place, b *hclsyntax.Block) []Permission {
	if !l.labels(b) {
		return nil
	}
	r := l.reader(b)
	before := len(l.diags)
	var p Permission
	if e := r.need("actions"); e != nil {
		p.Range = e.Range()
		p.Actions = l.bindActions(w, e)
		if b.Type == "allow" { // what is replaced has to be needed, which is another check
			l.checkKnown(e, p.Actions)
		}
	}
	if e := r.need("resources"); e != nil {
		var ok bool
		p.Resources, ok = w.texts(e)
		if ok && len(p.Resources) == 0 && b.Type == "allow" {
			l.add(invalidPermission(e, "\"resources\" names at least one ARN, or nothing is allowed."))
		}
		for _, arn := range p.Resources {
			if arn != "*" && !resourceForm.MatchString(arn) {
				l.add(invalidPermission(e, "%q is no resource. It is an ARN, in which * stands for any text, such as \"arn:aws:s3:::acme-lake/*\"; or \"*\" for all there is.", arn))
			}
		}
	}
	if e := r.attr("conditions"); e != nil {
		p.Conditions = l.bindConditions(w, e)
	}
	r.done()
	if len(l.diags) > before && l.diags[before:].HasErrors() {
		return nil
	}
	slices.Sort(p.Actions)
	slices.Sort(p.Resources)
	p.Actions, p.Resources = slices.Compact(p.Actions), slices.Compact(p.Resources)
	return []Permission{p}
}

var (
	actionForm   = regexp.MustCompile(`^[a-z0-9-]+:[A-Za-z0-9*?]+$`)
	resourceForm = regexp.MustCompile(`^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$`)
)

// bindActions reads a list of IAM's actions.
func (l *loader) bindActions(w *place, e hclsyntax.Expression) []string {
	actions, ok := w.texts(e)
	if ok && len(actions) == 0 {
		l.add(invalidPermission(e, "\"actions\" names at least one action, such as \"s3:GetObject\"."))
	}
	for _, action := range actions {
		switch {
		case action == "*":
			l.add(invalidPermission(e, "\"*\" is everything that can be done in the account. Name at least a service: \"s3:Get*\"."))
		case !actionForm.MatchString(action):
			hint := ""
			if call, known, ok := catalog.ParseCall(strings.Replace(action, ".", ":", 1)); ok && known {
				hint = fmt.Sprintf(" Did you mean %q?", catalog.ActionsOf(call.Service, call.Action)[0])
			}
			l.add(invalidPermission(e, "%q is no action. It is the service and the action as IAM writes them: \"s3:GetObject\", with * for any text.%s", action, hint))
		}
	}
	return actions
}

// checkKnown warns of actions that nobody knows.
func (l *loader) checkKnown(e hclsyntax.Expression, actions []string) {
	for _, action := range actions {
		service, name, ok := strings.Cut(action, ":")
		switch {
		case !ok:
		case !slices.Contains(catalog.KnownPrefixes(), service):
			l.warnAction(e, fmt.Sprintf("No service is known whose actions begin with %q.", service+":"), diag.Suggest(service, catalog.KnownPrefixes()))
		case !strings.ContainsAny(name, "*?"):
			if known := knownActions(service); !slices.ContainsFunc(known, func(k string) bool { return strings.EqualFold(k, action) }) {
				if hint := diag.Suggest(action, known); hint != "" {
					l.warnAction(e, fmt.Sprintf("No action %q is known.", action), hint)
				}
			}
		}
	}
}

// warnAction warns of an action that is not known. What is known lags behind what
// there is, so it may be right all the same.
func (l *loader) warnAction(e hclsyntax.Expression, what, hint string) {
	l.add(diag.Problem{Code: diag.InvalidPermission, Range: e.Range(), Detail: what + hint + " IAM takes a policy with it and allows nothing by it."}.Warning())
}

// knownActions are the actions of a service, as far as they are known: those that
// calls of its API need, most of which go by the operation's name, and those in
// the catalog.
func knownActions(prefix string) []string {
	var out []string
	for _, name := range catalog.ServicesOf(prefix) {
		if s, ok := apimodel.Lookup(name); ok {
			for _, op := range s.Operations {
				out = append(out, catalog.ActionsOf(name, op.Name)...)
			}
		}
	}
	for _, action := range catalog.KnownActions() {
		if strings.HasPrefix(action, prefix+":") {
			out = append(out, action)
		}
	}
	return out
}

// bindConditions reads conditions as a policy has them: { OPERATOR = { KEY = VALUE } },
// where a value may be a list of them.
func (l *loader) bindConditions(w *place, e hclsyntax.Expression) []catalog.Condition {
	v := w.constant(e, cty.DynamicPseudoType)
	if v == cty.DynamicVal || v.IsNull() {
		return nil
	}
	wrong := func() []catalog.Condition {
		l.add(invalidPermission(e, "Conditions are written as in a policy: conditions = { StringEquals = { \"aws:ResourceTag/team\" = \"orders\" } }."))
		return nil
	}
	var out []catalog.Condition
	if !isObject(v) {
		return wrong()
	}
	for _, test := range slices.Sorted(maps.Keys(v.AsValueMap())) {
		l.checkOperator(e, test)
		keys := v.AsValueMap()[test]
		if keys.IsNull() || !isObject(keys) {
			return wrong()
		}
		for _, key := range slices.Sorted(maps.Keys(keys.AsValueMap())) {
			values, err := convert.Convert(keys.AsValueMap()[key], cty.List(cty.String))
			if err != nil {
				one, err := convert.Convert(keys.AsValueMap()[key], cty.String)
				if err != nil || one.IsNull() {
					return wrong()
				}
				values = cty.ListVal([]cty.Value{one})
			}
			if values.IsNull() || values.LengthInt() == 0 {
				return wrong()
			}
			for _, one := range values.AsValueSlice() {
				if one.IsNull() {
					return wrong()
				}
				out = append(out, catalog.Condition{Test: test, Key: key, Value: one.AsString()})
			}
		}
	}
	return out
}

func isObject(v cty.Value) bool { return v.Type().IsObjectType() || v.Type().IsMapType() }

// operators are IAM's, without the words that may stand around them.
var operators = strings.Fields(`
ArnEquals ArnLike ArnNotEquals ArnNotLike BinaryEquals Bool DateEquals DateGreaterThan DateGreaterThanEquals DateLessThan
DateLessThanEquals DateNotEquals IpAddress NotIpAddress Null NumericEquals NumericGreaterThan NumericGreaterThanEquals
NumericLessThan NumericLessThanEquals NumericNotEquals StringEquals StringEqualsIgnoreCase StringLike StringNotEquals
StringNotEqualsIgnoreCase StringNotLike`)

func (l *loader) checkOperator(e hclsyntax.Expression, test string) {
	bare := strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(test, "ForAllValues:"), "ForAnyValue:"), "IfExists")
	if !slices.Contains(operators, bare) {
		l.add(invalidPermission(e, "%q is no operator of a condition.%s", test, suggestOrList(bare, operators, "There are")))
	}
}
