package dsl

import (
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

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
	d.Role = cmpOr(w.text(r.attr("role")), "managed")
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

// text reads an optional compile-time string.
func (w *place) text(e hclsyntax.Expression) string {
	if e == nil {
		return ""
	}
	v := w.constant(e, cty.String)
	if v == cty.DynamicVal || v.IsNull() {
		return ""
	}
	return v.AsString()
}

func (w *place) flag(e hclsyntax.Expression) bool {
	if e == nil {
		return false
	}
	v := w.constant(e, cty.Bool)
	return v != cty.DynamicVal && !v.IsNull() && v.True()
}

func (w *place) optionalDuration(e hclsyntax.Expression) time.Duration {
	if e == nil {
		return 0
	}
	d, _ := w.duration(e)
	return d
}

// choice reads a compile-time string that is one of a few; "" after an error
// or when it is left out.
func (w *place) choice(e hclsyntax.Expression, allowed ...string) string {
	if e == nil {
		return ""
	}
	s := w.text(e)
	if s == "" || slices.Contains(allowed, s) {
		return s
	}
	w.l.add(diag.Problem{
		Code:   diag.UnsupportedValue,
		Range:  e.Range(),
		Detail: fmt.Sprintf("%q is none of the values possible here.", s) + suggestOrList(s, allowed, "Possible are"),
	}.Error())
	return ""
}

// texts reads a compile-time list of strings; false after an error.
func (w *place) texts(e hclsyntax.Expression) ([]string, bool) {
	v := w.constant(e, cty.List(cty.String))
	if v == cty.DynamicVal {
		return nil, false
	}
	if v.IsNull() {
		return nil, true
	}
	var out []string
	for _, x := range v.AsValueSlice() {
		if !x.IsNull() {
			out = append(out, x.AsString())
		}
	}
	return out, true
}

func (w *place) tags(e hclsyntax.Expression) []Tag {
	if e == nil {
		return nil
	}
	v := w.constant(e, cty.Map(cty.String))
	if v == cty.DynamicVal || v.IsNull() {
		return nil
	}
	var out []Tag
	for k, x := range v.AsValueMap() {
		if !x.IsNull() {
			out = append(out, Tag{k, x.AsString()})
		}
	}
	slices.SortFunc(out, func(a, b Tag) int { return cmpStrings(a.Key, b.Key) })
	return out
}

func (l *loader) bindSchedule(d *pipelineDecl, b *hclsyntax.Block) {
	if !l.labels(b, "NAME") {
		return
	}
	r := l.reader(b)
	w := &place{l: l, d: d, static: "a schedule is known at compile time"}
	s := &Schedule{Name: b.Labels[0], Range: b.DefRange(), Timezone: "UTC", Input: cty.EmptyObjectVal}
	for _, old := range d.Schedules {
		if old.Name == s.Name {
			l.add(duplicate(s.Name, s.Range, old.Range, "The schedules of a pipeline have names of their own."))
		}
	}
	var forms []string
	for _, form := range []string{"cron", "rate", "at"} {
		e := r.attr(form)
		if e == nil {
			continue
		}
		forms = append(forms, form)
		v := strings.Join(strings.Fields(w.text(e)), " ")
		s.Expression = form + "(" + v + ")"
		if p := checkSchedule(form, v); p != "" && v != "" {
			l.add(diag.Problem{Code: diag.InvalidSchedule, Range: e.Range(), Detail: p}.Error())
		}
	}
	if e := r.attr("timezone"); e != nil {
		s.Timezone = w.text(e)
		if s.Timezone != "" && !timezoneForm.MatchString(s.Timezone) {
			l.add(diag.Problem{Code: diag.InvalidSchedule, Range: e.Range(), Detail: fmt.Sprintf("%q is no timezone. Zones have names as \"Europe/London\", or \"UTC\".", s.Timezone)}.Error())
		}
	}
	given := map[string]bool{}
	if e := r.attr("input"); e != nil {
		given = nil // not known after an error
		switch v := w.constant(e, cty.DynamicPseudoType); {
		case v == cty.DynamicVal:
		case v.IsNull():
			given = map[string]bool{}
		default:
			s.Input, given = l.inputValues(d, v, e.Range())
		}
	}
	r.done()
	switch {
	case len(forms) == 0:
		l.add(diag.Problem{Code: diag.InvalidSchedule, Range: s.Range, Detail: "A schedule says when: cron = \"0 2 * * ? *\", rate = \"1 hour\" or at = \"2026-01-01T00:00:00\"."}.Error())
	case len(forms) > 1:
		l.add(diag.Problem{Code: diag.InvalidSchedule, Range: r.nameRange(forms[1]), Detail: fmt.Sprintf("A schedule has one of \"cron\", \"rate\" and \"at\"; this one has %s.", list(forms))}.Error())
	}
	if given != nil {
		l.checkSupplied(d, header(b), given, s.Range)
	}
	d.Schedules = append(d.Schedules, s)
}

var (
	rateForm = regexp.MustCompile(`^([1-9][0-9]*) (minutes?|hours?|days?)$`)
	// timezoneForm is that of the names of the IANA database. Which there are
	// changes from year to year, so AWS has the last word.
	timezoneForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}$`)
	atForm       = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$`)
)

// checkSchedule returns what is wrong with a schedule, or "". Source: the
// expressions of EventBridge Scheduler.
func checkSchedule(form, v string) string {
	if inner, ok := strings.CutPrefix(v, form+"("); ok {
		return fmt.Sprintf("The argument's name says %q already. Write %s = %q.", form, form, strings.TrimSuffix(inner, ")"))
	}
	switch form {
	case "cron":
		f := strings.Fields(v)
		if len(f) != 6 {
			return fmt.Sprintf("A cron has six fields: minute, hour, day of month, month, day of week, year, as in \"0 2 * * ? *\" (every day at 2:00); "+
				"this one has %d. One of the two days is a question mark; the year is often *.", len(f))
		}
		if (f[2] == "?") == (f[4] == "?") {
			return "Of the six fields minute, hour, day of month, month, day of week, year exactly one of the two days is a question mark, as in \"0 2 * * ? *\"."
		}
		for i, name := range []string{"minute", "hour", "day of month", "month", "day of week", "year"} {
			if !cronField[i].MatchString(f[i]) || !cronNumbers(f[i], cronLimits[i]) {
				return fmt.Sprintf("%q is no %s of a cron. The six fields are minute, hour, day of month, month, day of week, year, as in \"0 2 * * ? *\".", f[i], name)
			}
		}
	case "rate":
		if !rateForm.MatchString(v) {
			return fmt.Sprintf("%q is no rate. Write a number from 1 and a unit: \"30 minutes\", \"1 hour\", \"7 days\".", v)
		}
	case "at":
		if _, err := time.Parse("2006-01-02T15:04:05", v); err != nil || !atForm.MatchString(v) {
			return fmt.Sprintf("%q is no time. Write it without an offset, as \"2026-01-01T00:00:00\"; the timezone is an argument of its own.", v)
		}
	}
	return ""
}

var cronField = []*regexp.Regexp{
	regexp.MustCompile(`^[0-9*/,-]+$`),
	regexp.MustCompile(`^[0-9*/,-]+$`),
	regexp.MustCompile(`^([0-9*/,-]+|\?|L|LW|[0-9]+W)$`),
	regexp.MustCompile(`^[0-9A-Za-z*/,-]+$`),
	regexp.MustCompile(`^([0-9A-Za-z*/,-]+|\?|[0-9A-Za-z]*L|[0-9A-Za-z]+#[0-9])$`),
	regexp.MustCompile(`^[0-9*/,-]+$`),
}

// cronLimits are the least and the greatest number of each field.
var cronLimits = [][2]int{{0, 59}, {0, 23}, {1, 31}, {1, 12}, {1, 7}, {1970, 2199}}

var numbers = regexp.MustCompile(`(/?)([0-9]+)`)

// cronNumbers says whether the numbers of a field lie within its limits; that
// after a slash is a step.
func cronNumbers(field string, limits [2]int) bool {
	for _, m := range numbers.FindAllStringSubmatch(field, -1) {
		n, err := strconv.Atoi(m[2])
		if err != nil || n > limits[1] || m[1] == "" && n < limits[0] || m[1] != "" && n < 1 {
			return false
		}
	}
	return true
}

func (l *loader) bindTrigger(d *pipelineDecl, b *hclsyntax.Block) {
	if !l.labels(b, "TYPE", "NAME") {
		return
	}
	r := l.reader(b)
	w := &place{l: l, d: d, static: "a trigger is known at compile time"}
	t := &Trigger{Type: b.Labels[0], Name: b.Labels[1], Range: b.DefRange(), Pattern: cty.NullVal(cty.DynamicPseudoType)}
	for _, old := range d.Triggers {
		if old.Name == t.Name {
			l.add(duplicate(t.Name, t.Range, old.Range, "The triggers of a pipeline have names of their own."))
		}
	}
	switch t.Type {
	case "s3_object":
		if e := r.need("bucket"); e != nil {
			t.Bucket = w.text(e)
		}
		t.Prefix, t.Suffix = w.text(r.attr("prefix")), w.text(r.attr("suffix"))
	case "event":
		t.Bus = w.text(r.attr("bus"))
		if e := r.need("pattern"); e != nil {
			t.Pattern = w.constant(e, cty.DynamicPseudoType)
			l.wantObject(&expr.Lit{Val: t.Pattern, Rng: e.Range()}, "pattern", e.Range())
		}
	default:
		l.add(diag.Problem{Code: diag.UnsupportedValue, Range: b.LabelRanges[0], Detail: fmt.Sprintf(
			"There is no trigger of type %q.", t.Type) + suggestOrList(t.Type, []string{"event", "s3_object"}, "There are")}.Error())
		return
	}
	given := map[string]bool{}
	if e := r.attr("input"); e != nil {
		given = l.bindTriggerInput(d, t, e)
	}
	r.done()
	if given != nil {
		l.checkSupplied(d, header(b), given, t.Range)
	}
	d.Triggers = append(d.Triggers, t)
}

// bindTriggerInput binds the values that a trigger gives the inputs, and
// returns their names; nil after an error.
func (l *loader) bindTriggerInput(d *pipelineDecl, t *Trigger, e hclsyntax.Expression) map[string]bool {
	obj, ok := e.(*hclsyntax.ObjectConsExpr)
	if !ok {
		l.add(diag.Problem{Code: diag.UnsupportedValue, Range: e.Range(), Detail: "The input of a trigger is an object written in place: input = { name = value }."}.Error())
		return nil
	}
	w := &place{l: l, d: d, trigger: true}
	given := map[string]bool{}
	for _, item := range obj.Items {
		key, diags := item.KeyExpr.Value(nil)
		if diags.HasErrors() || key.IsNull() || key.Type() != cty.String {
			l.add(diag.Problem{Code: diag.UnsupportedValue, Range: item.KeyExpr.Range(), Detail: "The names of the inputs are written in place: input = { name = value }."}.Error())
			return nil
		}
		name := key.AsString()
		in := d.inputs[name]
		switch {
		case in == nil:
			l.add(unknownInput(d, name, item.KeyExpr.Range()))
			continue
		case given[name]:
			l.add(diag.Problem{Code: diag.DuplicateName, Range: item.KeyExpr.Range(), Detail: fmt.Sprintf("The input %q is given twice.", name)}.Error())
			continue
		}
		given[name] = true
		x := w.bind(item.ValueExpr, cty.DynamicPseudoType)
		if v, ok := staticValue(x); ok {
			_, one := l.inputValues(d, cty.ObjectVal(map[string]cty.Value{name: v}), item.ValueExpr.Range())
			given[name] = one[name]
		} else {
			l.checkType(in, x)
		}
		t.Input = append(t.Input, TriggerInput{name, x})
	}
	return given
}

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
	d.Logging.Level = cmpOr(w.choice(r.attr("level"), "error", "all", "fatal", "off"), "error")
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
	c.OnBusy = cmpOr(w.choice(r.need("on_busy"), "skip", "fail", "wait"), "fail")
	r.done()
	if d.Express {
		l.add(diag.Problem{Code: diag.ExpressLimit, Range: c.Range, Detail: "An express pipeline cannot ask which of its executions run, so it has no concurrency block. Make the pipeline type = \"standard\"."}.Error())
	}
	d.Concurrency = c
}

func cmpStrings(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func cmpOr(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// staticValue is expr.Static, and false for a value after an error.
func staticValue(x expr.Expr) (cty.Value, bool) {
	v, ok := expr.Static(x)
	return v, ok && v != cty.DynamicVal
}

// hasBad says whether an error was told of something in the expression.
func hasBad(x expr.Expr) bool { return expr.HasBad(x) }
