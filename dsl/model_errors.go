package dsl

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/pipectl/pipectl/dsl/catalog"
	"github.com/pipectl/pipectl/dsl/catalog/apimodel"
	"github.com/pipectl/pipectl/dsl/diag"
)

// checkRaised finds names of errors in a task's retry, catch and poll blocks that
// none of its calls raises: they would never match, in silence.
func (l *loader) checkRaised(task *Task, b *hclsyntax.Block) {
	var known, prefixes []string // prefixes of which every error is known
	if task.Kind.Name == "aws" {
		if task.Call == nil || task.Mode == nil || task.Mode.Await != "none" {
			return // the work's errors have other names than the call's
		}
		calls := []*APICall{task.Call}
		if p := task.Poll; p != nil {
			calls = append(calls, p.Call, p.Stop)
		}
		for _, c := range calls {
			if c == nil {
				continue
			}
			call := catalog.SDKCall{Service: c.Service, Action: c.Action}
			known = append(known, call.Transient()...)
			if model, ok := apimodel.Lookup(c.Service); ok {
				for _, name := range model.Errors {
					known = append(known, call.ExceptionPrefix()+"."+apimodel.Exception(name))
				}
				prefixes = append(prefixes, call.ExceptionPrefix())
			}
		}
	} else {
		known = slices.Concat(task.Kind.Errors, task.Kind.TransientOf(task.Mode))
	}
	for _, inner := range b.Body.Blocks {
		list := map[string]string{"retry": "on", "catch": "on", "poll": "retry"}[inner.Type]
		if a := inner.Body.Attributes[list]; a != nil {
			if tuple, ok := a.Expr.(*hclsyntax.TupleConsExpr); ok {
				for _, e := range tuple.Exprs {
					if v, ok := l.peekText(nil, e); ok {
						l.checkRaisedName(v, e.Range(), known, prefixes)
					}
				}
			}
		}
	}
}

func (l *loader) checkRaisedName(name string, rng hcl.Range, known, prefixes []string) {
	prefix, _, ok := strings.Cut(name, ".")
	if !ok || slices.Contains(known, name) {
		return
	}
	detail := ""
	if i := slices.IndexFunc(known, func(k string) bool { return strings.EqualFold(k, name) }); i >= 0 {
		detail = fmt.Sprintf("Names of errors are told apart by their case too, and this one is %q.", known[i])
	} else if slices.Contains(prefixes, prefix) {
		detail = fmt.Sprintf("The service's API has no error of this name. What it raises besides its own is %q.", prefix+"."+prefix+"Exception")
		if whole := name + "Exception"; slices.Contains(known, whole) {
			detail += fmt.Sprintf(" Did you mean %q?", whole)
		} else {
			detail += diag.Suggest(name, known)
		}
	} else {
		return
	}
	l.add(diag.Problem{Code: diag.ErrorNotRaised, Range: rng, Detail: detail}.Warning())
}
