package dsl

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/catalog/apimodel"
	"github.com/pipectl/pipectl/dsl/diag"
)

// diagnostic says what a service would not take. There are several problems only
// of those that are told together.
func (s *sent) diagnostic(model apimodel.Call, problems []apimodel.Problem) *hcl.Diagnostic {
	p := problems[0]
	var names, right []string
	for _, p := range problems {
		names, right = append(names, p.Name), append(right, p.Right)
	}
	d := diag.Problem{Range: s.rangeOf(p.Path, p.Fault == apimodel.Unknown || p.Fault == apimodel.Misspelt)}
	in := fmt.Sprintf("%q", s.call())
	if owner := s.owner(p); owner != "" {
		in = fmt.Sprintf("%q of %s", owner, in)
	}
	switch p.Fault {
	case apimodel.Unknown:
		d.Code = diag.UnknownMember
		known := model.Casing.Names(p.In)
		d.Detail = fmt.Sprintf("%s takes no %q.", in, p.Name)
		if len(known) > 12 {
			d.Detail += diag.Suggest(p.Name, known)
		} else {
			d.Detail += suggestOrList(p.Name, known, "It takes")
		}
		d.Fix = s.respell(p.Path, p.Name, diag.Similar(p.Name, known))
	case apimodel.Misspelt:
		if len(problems) == 1 {
			d.Fix = s.respell(p.Path, p.Name, p.Right)
		}
		if _, api := p.In.Member(p.Name); api {
			d.Code = diag.UnusualSpelling
			d.Detail = fmt.Sprintf("In calls by the SDK Step Functions spells names as the SDK for Java does: %q of %s is %q there.", p.Name, in, p.Right)
			return d.Warning()
		}
		d.Code = diag.UnknownMember
		if !uncapital(p) {
			d.Detail = fmt.Sprintf("%s takes no %q. Did you mean %q?", in, p.Name, p.Right)
			break
		}
		d.Detail = fmt.Sprintf("Step Functions takes the arguments of a call with a capital first letter: %s, not %s.", list(right), list(names))
	case apimodel.Missing:
		d.Code = diag.MissingMember
		d.Detail = fmt.Sprintf("%s needs %s, %s, and it is left out.", in, list(names), shapeWords(p.Want))
		if len(names) > 1 {
			d.Detail = fmt.Sprintf("%s needs %s, which are left out.", in, list(names))
		}
	case apimodel.Mistyped:
		d.Code = diag.TypeMismatch
		d.Detail = fmt.Sprintf("%s is %s, and this is %s.", s.subject(p), shapeWords(p.Want), typeWords(p.Got.Type()))
		if p.Want.Kind == apimodel.Integer && p.Got.Type() == cty.Number {
			d.Detail = fmt.Sprintf("%s is a whole number, and this is none.", s.subject(p))
		}
	case apimodel.Unlisted:
		d.Code = diag.UnlistedValue
		d.Detail = fmt.Sprintf("%q is none of the values that are known of %s.", p.Got.AsString(), s.subject(p)) +
			suggestOrList(p.Got.AsString(), p.Want.Values, "They are")
		return d.Warning()
	}
	return d.Error()
}

// call is what is called, as users write it.
func (s *sent) call() string {
	name := strings.TrimPrefix(strings.TrimPrefix(s.resource, "arn:aws:states:::"), "aws-sdk:")
	name, _, _ = strings.Cut(name, ".")
	return name
}

// subject is the member whose value is wrong.
func (s *sent) subject(p apimodel.Problem) string {
	name := s.name
	for _, step := range p.Path {
		if step, ok := step.(cty.GetAttrStep); ok {
			name = step.Name
		}
	}
	if n := len(p.Path); n > 0 {
		if _, ok := p.Path[n-1].(cty.IndexStep); ok {
			return fmt.Sprintf("An element of %q of %q", name, s.call())
		}
	}
	return fmt.Sprintf("%q of %q", name, s.call())
}

// owner is the member whose structure has or lacks another; empty where it is
// what the call itself takes.
func (s *sent) owner(p apimodel.Problem) string {
	path := p.Path
	if p.Fault != apimodel.Missing && len(path) > 0 {
		path = path[:len(path)-1]
	}
	for i := len(path) - 1; i >= 0; i-- {
		if step, ok := path[i].(cty.GetAttrStep); ok {
			return step.Name
		}
	}
	if s.under != "" {
		return s.name
	}
	return ""
}

// shapeWords is a shape as part of a sentence.
func shapeWords(s *apimodel.Shape) string {
	switch s.Kind {
	case apimodel.String, apimodel.Enum, apimodel.Timestamp, apimodel.Blob:
		return "a string"
	case apimodel.Integer:
		return "a whole number"
	case apimodel.Number:
		return "a number"
	case apimodel.Boolean:
		return "a bool"
	case apimodel.List:
		return "a list"
	case apimodel.Map, apimodel.Structure, apimodel.Union:
		return "an object"
	default:
		return "a value"
	}
}

// rangeOf is where a path leads to in the source: to a value, or to the name of a
// member. Where the source does not show it, it is what leads there that shows.
func (s *sent) rangeOf(path cty.Path, name bool) hcl.Range {
	if s.source == nil || len(path) == 0 {
		if s.source != nil && s.source.Range().Start.Line == s.source.Range().End.Line {
			return s.source.Range()
		}
		return s.at
	}
	e, key, whole := follow(s.source, path)
	switch {
	case !whole:
		return e.Range()
	case name && key != nil:
		return key.Range()
	case key != nil && e.Range().Start.Line != e.Range().End.Line:
		return key.Range()
	}
	return e.Range()
}

// respell puts another name in the place of a member's, where that stands in the
// source as it is; nil where it does not.
func (s *sent) respell(path cty.Path, name, right string) *diag.Fix {
	if s.source == nil || right == "" {
		return nil
	}
	_, key, whole := follow(s.source, path)
	if !whole || key == nil || hcl.ExprAsKeyword(key) != name {
		return nil
	}
	return &diag.Fix{
		Text:  fmt.Sprintf("replace %q with %q", name, right),
		Edits: []diag.Edit{{Range: key.Range(), Text: right}},
	}
}

// follow goes into objects and lists as they are written, as far as the path leads
// or they go. key is the name of the last member that it went into; whole is
// whether it came to the path's end.
func follow(e hclsyntax.Expression, path cty.Path) (at, key hclsyntax.Expression, whole bool) {
	for _, step := range path {
		for {
			p, ok := e.(*hclsyntax.ParenthesesExpr)
			if !ok {
				break
			}
			e = p.Expression
		}
		name, index := "", -1
		switch step := step.(type) {
		case cty.GetAttrStep:
			name = step.Name
		case cty.IndexStep:
			switch step.Key.Type() {
			case cty.String:
				name = step.Key.AsString()
			case cty.Number:
				i, _ := step.Key.AsBigFloat().Int64()
				index = int(i)
			}
		}
		switch x := e.(type) {
		case *hclsyntax.ObjectConsExpr:
			found := false
			for _, item := range x.Items { // of equal names the last counts
				if k, diags := item.KeyExpr.Value(nil); !diags.HasErrors() && k.Type() == cty.String && k.AsString() == name {
					e, key, found = item.ValueExpr, item.KeyExpr, true
				}
			}
			if !found {
				return e, key, false
			}
		case *hclsyntax.TupleConsExpr:
			if index < 0 || index >= len(x.Exprs) {
				return e, key, false
			}
			e, key = x.Exprs[index], nil
		default:
			return e, key, false
		}
	}
	return e, key, true
}

// unknownAction: the service is in the models, and has no such action.
func unknownAction(call *APICall, service *apimodel.Service) *hcl.Diagnostic {
	var actions []string
	for _, op := range service.Operations {
		actions = append(actions, strings.ToLower(op.Name[:1])+op.Name[1:])
	}
	return diag.Problem{Code: diag.InvalidCall, Range: call.Range, Detail: fmt.Sprintf(
		"The service %q has no action %q.", call.Service, call.Action) + diag.Suggest(call.Action, actions)}.Error()
}
