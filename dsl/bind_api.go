package dsl

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/catalog"
	"github.com/pipectl/pipectl/dsl/catalog/apimodel"
	"github.com/pipectl/pipectl/dsl/diag"
	"github.com/pipectl/pipectl/dsl/expr"
)

// bindCall reads "service:action".
func (l *loader) bindCall(d *pipelineDecl, t *taskDecl, task *Task, e hclsyntax.Expression) expr.Expr {
	w := &place{l: l, d: d, static: "the call is known at compile time"}
	s := w.text(e)
	if s == "" {
		return &expr.Bad{Rng: e.Range()}
	}
	task.Call = l.parseCall(s, e.Range())
	if task.Call == nil {
		return &expr.Bad{Rng: e.Range()}
	}
	return &expr.Lit{Val: cty.StringVal(s), Rng: e.Range()}
}

func (l *loader) parseCall(s string, rng hcl.Range) *APICall {
	if s == "" {
		return nil
	}
	call, known, ok := catalog.ParseCall(s)
	detail := ""
	switch {
	case !ok:
		example := "for example \"s3:headObject\""
		if meant := meantCall(s); meant != "" {
			example = fmt.Sprintf("here %q", meant)
		}
		detail = fmt.Sprintf("%q is no call. Write the service and its action as \"service:action\", %s.", s, example)
	case !known && slices.Contains(catalog.SDKServices(), call.Service):
		detail = fmt.Sprintf("Step Functions cannot make the call %q: AWS lists it among those that its SDK integrations leave out.", s)
	case !known:
		service, _, _ := strings.Cut(s, ":")
		detail = fmt.Sprintf("Step Functions knows no service %q.", service) + diag.Suggest(service, catalog.SDKServices())
	default:
		c := &APICall{Service: call.Service, Action: call.Action, Range: rng}
		if model, ok := apimodel.Lookup(call.Service); ok {
			_, known := model.Operation(call.Action)
			if _, waits := call.Waiting(); !known && !waits {
				l.add(unknownAction(c, model))
				return nil
			}
		}
		return c
	}
	l.add(diag.Problem{Code: diag.InvalidCall, Range: rng, Detail: detail}.Error())
	return nil
}

// meantCall is the call that a text of another form stands for: a resource of a
// state, or a method of a client; "" where there is none.
func meantCall(s string) string {
	if i := strings.LastIndex(s, "aws-sdk:"); i >= 0 {
		s = s[i+len("aws-sdk:"):]
	}
	service, action, found := strings.Cut(s, ":")
	if !found {
		service, action, found = strings.Cut(s, ".")
	}
	words := strings.FieldsFunc(action, func(r rune) bool { return r == '_' || r == '-' || r == ' ' })
	for i := 1; i < len(words); i++ {
		words[i] = capital(words[i])
	}
	meant := strings.TrimSpace(service) + ":" + strings.TrimSuffix(strings.Join(words, ""), "()")
	if _, known, ok := catalog.ParseCall(meant); !found || !known || !ok {
		return ""
	}
	return meant
}

func capital(s string) string {
	return strings.ToUpper(s[:1]) + s[1:]
}

// checkWaiting: a call of any API can be waited for only where AWS has an
// integration that does.
func (l *loader) checkWaiting(t *taskDecl, task *Task) {
	if t.await != "completion" || task.Call == nil {
		return
	}
	call := catalog.SDKCall{Service: task.Call.Service, Action: task.Call.Action}
	if _, ok := call.Waiting(); ok {
		return
	}
	l.add(diag.Problem{Code: diag.UnsupportedAwait, Range: t.block.Body.Attributes["await"].Expr.Range(), Detail: fmt.Sprintf(
		"Step Functions has no integration that waits for the work of %q. Leave out \"await\", and wait with a poll block.", call)}.Error())
}

// checkAPIArguments: what is sent to a service by its SDK is an object whose
// members begin with a capital letter, whatever the service's own API does.
// Source: the Developer Guide on AWS SDK integrations. Where the service's model
// is known checkModel says more than that.
func (l *loader) checkAPIArguments(call *APICall, x expr.Expr, name string, rng hcl.Range) {
	l.wantObject(x, name, rng)
	if call != nil {
		if _, known := apimodel.Lookup(call.Service); known {
			return
		}
	}
	var keys []expr.Expr
	switch x := x.(type) {
	case *expr.Object:
		for _, item := range x.Items {
			keys = append(keys, item.Key)
		}
	case *expr.Lit:
		if x.Val.Type().IsObjectType() && !x.Val.IsNull() {
			for _, key := range slices.Sorted(maps.Keys(x.Val.AsValueMap())) {
				keys = append(keys, &expr.Lit{Val: cty.StringVal(key), Rng: x.Rng})
			}
		}
	default:
	}
	var small, right []string
	var first hcl.Range
	for _, key := range keys {
		v, ok := staticValue(key)
		if !ok || v.IsNull() || v.Type() != cty.String || v.AsString() == "" {
			continue
		}
		if s := v.AsString(); unicode.IsLower(rune(s[0])) {
			if small == nil {
				first = key.Range()
			}
			small, right = append(small, s), append(right, capital(s))
		}
	}
	if small != nil {
		l.add(diag.Problem{Code: diag.UnknownMember, Range: first, Detail: fmt.Sprintf(
			"Step Functions takes the arguments of a call with a capital first letter: %s, not %s.", list(right), list(small))}.Error())
	}
}

func (l *loader) wantObject(x expr.Expr, name string, rng hcl.Range) {
	if t := x.Type(); t != cty.DynamicPseudoType && !t.IsObjectType() && !t.IsMapType() && !hasBad(x) {
		l.add(diag.Problem{Code: diag.UnsupportedValue, Range: rng, Detail: fmt.Sprintf("%q is an object: %s = { Name = value }.", name, name)}.Error())
	}
}
