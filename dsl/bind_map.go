package dsl

import (
	"fmt"
	"math/big"
	"regexp"

	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/diag"
	"github.com/pipectl/pipectl/dsl/expr"
)

// What Step Functions allows a map. Source: the quotas of Map states.
const (
	inlineConcurrency      = 40
	distributedConcurrency = 10_000
	labelLength            = 40
)

// distributedOnly are arguments of a map that runs its elements as executions of
// their own.
var distributedOnly = []string{"batch", "tolerate", "label", "reader", "writer", "execution"}

// bindMap binds the arguments of a map. w is the place outside of its elements.
func (l *loader) bindMap(d *pipelineDecl, t *taskDecl, r *reader, w *place) {
	c := t.item.Base()
	each := &Each{Range: t.rng}
	c.Each = each
	sw := *w
	sw.static = "this is known at compile time"
	each.Distributed = sw.flag(r.attr("distributed"))
	for _, name := range distributedOnly {
		if r.attr(name) != nil && !each.Distributed {
			l.add(diag.Problem{Code: diag.ConflictingArguments, Range: r.nameRange(name), Detail: fmt.Sprintf(
				"%q needs distributed = true, with which each element runs in an execution of its own.", name)}.Error())
		}
	}
	items, reader := r.attr("items"), r.attr("reader")
	switch {
	case items != nil && reader != nil:
		l.add(diag.Problem{Code: diag.ConflictingArguments, Range: r.nameRange("reader"), Detail: `"items" and "reader" cannot be given together: each says what the map runs over.`}.Error())
	case items != nil:
		each.Range = items.Range()
		l.bindItems(w, each, "items", items)
	case reader != nil:
		each.Range = reader.Range()
		each.Reader = notNull(w.bind(reader, cty.DynamicPseudoType))
		if each.Reader != nil {
			l.wantObject(each.Reader, "reader", reader.Range())
		}
	default:
		r.missing = append(r.missing, "items")
	}
	most := int64(inlineConcurrency)
	if each.Distributed {
		most = distributedConcurrency
	}
	l.bindConcurrency(w, each, r.attr("concurrency"), most)
	if !each.Distributed {
		return
	}
	each.Label = t.name
	if len(each.Label) > labelLength && r.attr("label") == nil {
		l.add(diag.Problem{Code: diag.InvalidName, Range: t.rng, Detail: fmt.Sprintf(
			"The name of a distributed map is its label too, which has at most %d characters. Shorten it, or give it a label = \"…\".", labelLength)}.Error())
	}
	if e := r.attr("label"); e != nil {
		each.Label = sw.text(e)
		if each.Label != "" && !labelForm.MatchString(each.Label) {
			l.add(diag.Problem{Code: diag.InvalidName, Range: e.Range(), Detail: fmt.Sprintf(
				"A label has 1 to %d letters, digits, dots, underscores or dashes.", labelLength)}.Error())
		}
	}
	if e := r.attr("batch"); e != nil {
		if v := sw.constant(e, cty.Number); v != cty.DynamicVal && !v.IsNull() {
			n, whole := wholeNumber(v)
			if !whole || n < 1 || n > 100_000_000 {
				l.add(diag.Problem{Code: diag.UnsupportedValue, Range: e.Range(), Detail: `"batch" is a whole number from 1: the most elements that one execution takes.`}.Error())
				n = 1
			}
			each.Batch = int(n)
		}
	}
	each.Express = sw.choice(r.attr("execution"), "standard", "express") == "express"
	if e := r.attr("tolerate"); e != nil {
		each.Tolerate = notNull(w.bind(e, cty.DynamicPseudoType))
		l.checkTolerate(each.Tolerate)
	}
	if e := r.attr("writer"); e != nil {
		each.Writer = notNull(w.bind(e, cty.DynamicPseudoType))
		if each.Writer != nil {
			l.wantObject(each.Writer, "writer", e.Range())
		}
	}
}

// labelForm leaves out some characters that AWS would take; no label needs them.
var (
	labelForm   = regexp.MustCompile(`^[A-Za-z0-9._-]{1,40}$`)
	percentForm = regexp.MustCompile(`^(100(\.0+)?|[0-9]{1,2}(\.[0-9]+)?)%$`)
)

func (l *loader) checkTolerate(x expr.Expr) {
	if x == nil || hasBad(x) {
		return
	}
	v, known := staticValue(x)
	switch t := x.Type(); {
	case t == cty.String && (!known || percentForm.MatchString(v.AsString())):
		return
	case t == cty.Number:
		if !known {
			return
		}
		if n, whole := wholeNumber(v); whole && n >= 0 {
			return
		}
	}
	detail := `"tolerate" says how many elements may fail: a share such as "5%", or a whole number.`
	if x.Type() == cty.DynamicPseudoType {
		detail += " Say which it is with tostring(…) or tonumber(…), since that is not known here."
	}
	l.add(diag.Problem{Code: diag.UnsupportedValue, Range: x.Range(), Detail: detail}.Error())
}

// wholeNumber is a number without a fraction.
func wholeNumber(v cty.Value) (int64, bool) {
	if v.Type() != cty.Number || v.IsNull() {
		return 0, false
	}
	n, exact := v.AsBigFloat().Int64()
	return n, exact == big.Exact
}

// checkLabels finds distributed maps of one label. Source: Step Functions takes a
// label once in a state machine.
func (l *loader) checkLabels(d *pipelineDecl) {
	first := map[string]*taskDecl{}
	for _, t := range d.order {
		if t.item == nil || t.bad || t.item.Base().Each == nil || t.item.Base().Each.Label == "" {
			continue
		}
		label := t.item.Base().Each.Label
		old := first[label]
		if old == nil {
			first[label] = t
			continue
		}
		l.add(diag.Problem{
			Code: diag.DuplicateName, Range: t.rng,
			Detail: fmt.Sprintf("The label %q is taken already. Each distributed map of a pipeline has a label of its own, which is its name unless it is given.", label),
			Notes:  []diag.Note{{Range: old.rng, Text: fmt.Sprintf("%q has it", old.name)}},
		}.Error())
	}
}

// distributedAround is the innermost distributed map around a task or block; nil:
// none.
func distributedAround(t *taskDecl) *taskDecl {
	for b := t.body; b != nil; b = b.parent {
		if b.owner != nil && b.owner.block.Type == "map" && b.owner.item.Base().Each != nil && b.owner.item.Base().Each.Distributed {
			return b.owner
		}
	}
	return nil
}

// inExpress: what runs a task is an express execution.
func inExpress(d *pipelineDecl, t *taskDecl) bool {
	around := distributedAround(t)
	return d.Express || around != nil && around.item.Base().Each.Express
}

// refuseInDistributed finds what cannot run in an execution of its own.
func (l *loader) refuseInDistributed(t *taskDecl, each *Each) {
	around := distributedAround(t)
	within := around // its catches are inside of, where it is distributed itself
	if within == nil && each != nil && each.Distributed {
		within = t
	}
	if within == nil {
		return
	}
	note := []diag.Note{{Range: within.rng, Text: fmt.Sprintf("%q is distributed", within.name)}}
	for _, c := range t.item.Base().Catch {
		if c.Then == ThenSucceed {
			l.add(diag.Problem{Code: diag.UnsupportedValue, Range: c.Range, Notes: note, Detail: fmt.Sprintf(
				"The elements of %q run in executions of their own, so nothing in them can end this one. Use then = \"continue\".", within.name)}.Error())
		}
	}
	if around == nil {
		return
	}
	if !around.item.Base().Each.Express {
		return
	}
	if each != nil && each.Distributed {
		l.add(diag.Problem{Code: diag.ExpressLimit, Range: t.rng, Notes: note, Detail: "No distributed map can run inside of express executions."}.Error())
	}
	if task, ok := t.item.(*Task); ok {
		l.checkExpressTask(task, fmt.Sprintf("The elements of %q run in express executions, which", around.name), note)
	}
}
