package dsl

import (
	"cmp"
	"fmt"
	"regexp"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/diag"
	"github.com/pipectl/pipectl/dsl/expr"
)

// bindPipeline binds everything in a pipeline whose names are declared.
func (l *loader) bindPipeline(d *pipelineDecl) {
	r := l.reader(d.block)
	w := &place{l: l, d: d, static: "this is a setting of the pipeline itself, and known at compile time"}
	d.Description = w.text(r.attr("description"))
	d.Express = w.choice(r.attr("type"), "standard", "express") == "express"
	if e := r.attr("timeout"); e != nil {
		var ok bool
		if d.Timeout, ok = w.duration(e); ok && d.Timeout == 0 {
			l.add(atLeastOneSecond(e.Range()))
		}
	}
	d.Tags = w.tags(r.attr("tags"))
	d.Role = cmp.Or(w.text(r.attr("role")), "managed")
	if e := r.attr("role"); e != nil && d.Role != "managed" {
		l.checkRole(&expr.Lit{Val: cty.StringVal(d.Role), Rng: e.Range()}, `"managed", or the ARN of a role`)
	}
	d.Alias = w.text(r.attr("alias"))
	if d.Alias != "" && !aliasForm.MatchString(d.Alias) {
		l.add(diag.Problem{Code: diag.InvalidName, Range: r.body.Attributes["alias"].Expr.Range(), Detail: fmt.Sprintf(
			"%q cannot be an alias. Its name has letters, digits, underscores, hyphens and dots, not digits alone, and at most 80 characters.", d.Alias)}.Error())
	}
	d.Tracing = w.flag(r.attr("tracing"))
	output := r.attr("output")
	r.all("locals", "input", "cluster")
	r.all(itemBlocks...)

	for _, b := range r.all("defaults") {
		l.readDefaults(d, b)
	}
	l.bindInputs(d)
	l.bindLocals(d, d.locals)
	for _, b := range r.all("schedule") {
		l.bindSchedule(d, b)
	}
	for _, b := range r.all("trigger") {
		l.bindTrigger(d, b)
	}
	for _, b := range r.all("notify") {
		l.bindNotify(d, b)
	}
	d.Logging = Logging{Level: "error"}
	if b := r.one("logging"); b != nil {
		l.bindLogging(d, b)
	}
	if b := r.one("concurrency"); b != nil {
		l.bindLimit(d, b)
	}
	if b := r.one("permissions"); b != nil {
		l.bindPermissions(d, b)
	}
	onFailure, finally := r.one("on_failure"), r.one("finally")
	r.done()

	for _, c := range d.clusters {
		l.bindCluster(d, c)
	}
	l.bindBody(d, d.root)
	if output != nil {
		w := &place{l: l, d: d, inputs: true, outputs: true, body: d.root}
		d.Body.Output = w.bind(output, cty.DynamicPseudoType)
	}
	d.OnFailure = l.bindHandler(d, onFailure, d.onFailure)
	d.Finally = l.bindHandler(d, finally, d.finally)
	for _, t := range d.order {
		if t.item != nil {
			t.item.Base().MaySkip = l.maySkip(d, t)
		}
	}
	l.readHints(d)
	l.checkInherited(d)
	l.finishClusters(d)
	l.checkExpress(d)
	l.checkLabels(d)
}

// aliasForm is what CreateStateMachineAlias takes as a name.
var aliasForm = regexp.MustCompile(`^[0-9]*[A-Za-z_.-][0-9A-Za-z_.-]{0,79}$`)

func (l *loader) bindHandler(d *pipelineDecl, b *hclsyntax.Block, body *bodyDecl) *Body {
	if b == nil || body == nil {
		return nil
	}
	r := l.reader(b)
	r.all(itemBlocks...)
	if b.Type == "finally" {
		l.bindGuarantee(d, r)
	}
	r.done()
	l.bindBody(d, body)
	return body.body
}

// bindGuarantee reads whether finally runs whatever ends the tasks.
func (l *loader) bindGuarantee(d *pipelineDecl, r *reader) {
	e := r.attr("guarantee")
	w := &place{l: l, d: d, static: "this is known at compile time"}
	if d.Guarantee = w.flag(e); d.Guarantee && d.Express {
		l.add(diag.Problem{Code: diag.ExpressLimit, Range: e.Range(), Detail: "An express pipeline cannot wait for an execution of its own, so its finally cannot be guaranteed. Make it type = \"standard\"."}.Error())
	}
}
