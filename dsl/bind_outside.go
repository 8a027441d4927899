package dsl

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/diag"
)

func (l *loader) bindNotify(d *pipelineDecl, b *hclsyntax.Block) {
	if !l.labels(b, "TYPE", "NAME") {
		return
	}
	r := l.reader(b)
	w := &place{l: l, d: d, static: "a notify block is known at compile time"}
	n := &Notify{Type: b.Labels[0], Name: b.Labels[1], Range: b.DefRange(), On: []string{"failed", "timed_out", "aborted"}}
	for _, old := range d.Notifies {
		if old.Name == n.Name {
			l.add(duplicate(n.Name, n.Range, old.Range, "The notify blocks of a pipeline have names of their own."))
		}
	}
	if n.Type != "sns" {
		l.add(diag.Problem{Code: diag.UnsupportedValue, Range: b.LabelRanges[0], Detail: fmt.Sprintf("Nothing can be told by %q. It can by \"sns\".", n.Type)}.Error())
		return
	}
	if e := r.attr("on"); e != nil {
		var ok bool
		if n.On, ok = w.texts(e); ok && len(n.On) == 0 {
			l.add(diag.Problem{Code: diag.UnsupportedValue, Range: e.Range(), Detail: "\"on\" names at least one end of an execution, or nothing would ever be told."}.Error())
		}
		for _, on := range n.On {
			if all := []string{"aborted", "failed", "succeeded", "timed_out"}; !slices.Contains(all, on) {
				l.add(diag.Problem{Code: diag.UnsupportedValue, Range: e.Range(), Detail: fmt.Sprintf("%q is no end of an execution.", on) + suggestOrList(on, all, "There are")}.Error())
			}
		}
	}
	if e := r.need("topic"); e != nil {
		n.Topic = w.text(e)
	}
	r.done()
	d.Notifies = append(d.Notifies, n)
}

// retentionDays are the times that CloudWatch Logs can keep logs for. Source:
// the API's PutRetentionPolicy.
var retentionDays = []int64{1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653}

func (l *loader) bindLogging(d *pipelineDecl, b *hclsyntax.Block) {
	if !l.labels(b) {
		return
	}
	r := l.reader(b)
	w := &place{l: l, d: d, static: "logging is known at compile time"}
	d.Logging.Level = cmp.Or(w.choice(r.attr("level"), "error", "all", "fatal", "off"), "error")
	d.Logging.IncludeData = w.flag(r.attr("include_data"))
	if e := r.attr("retention_days"); e != nil {
		if v := w.constant(e, cty.Number); v != cty.DynamicVal && !v.IsNull() {
			n, exact := v.AsBigFloat().Int64()
			if exact != big.Exact || !slices.Contains(retentionDays, n) {
				l.add(diag.Problem{Code: diag.UnsupportedValue, Range: e.Range(), Detail: fmt.Sprintf(
					"\"retention_days\" is one of the numbers of days that CloudWatch Logs can keep logs for: %s. Left out, they are kept for ever.", strings.Trim(fmt.Sprint(retentionDays), "[]"))}.Error())
			}
			d.Logging.RetentionDays = int(n)
		}
	}
	r.done()
}

// bindLimit reads a concurrency block.
func (l *loader) bindLimit(d *pipelineDecl, b *hclsyntax.Block) {
	if !l.labels(b) {
		return
	}
	r := l.reader(b)
	w := &place{l: l, d: d, static: "how many executions may run is known at compile time"}
	c := &Concurrency{Range: b.DefRange(), Limit: 1}
	if e := r.need("limit"); e != nil {
		if v := w.constant(e, cty.Number); v != cty.DynamicVal {
			n, whole := wholeNumber(v)
			if !whole || n < 1 || n > 1000 {
				l.add(diag.Problem{Code: diag.UnsupportedValue, Range: e.Range(), Detail: `"limit" is a whole number from 1 to 1000: how many executions may run at once.`}.Error())
				n = 1
			}
			c.Limit = int(n)
		}
	}
	c.OnBusy = cmp.Or(w.choice(r.need("on_busy"), "skip", "fail", "wait"), "fail")
	r.done()
	if d.Express {
		l.add(diag.Problem{Code: diag.ExpressLimit, Range: c.Range, Detail: "An express pipeline cannot ask which of its executions run, so it has no concurrency block. Make the pipeline type = \"standard\"."}.Error())
	}
	d.Concurrency = c
}
