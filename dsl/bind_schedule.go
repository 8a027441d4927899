package dsl

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // the zones, on machines that have none

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/diag"
)

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
		if s.Timezone != "" && !isTimezone(s.Timezone) {
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
	// timezoneForm is that of the names of the IANA database.
	timezoneForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}$`)
	atForm       = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$`)
)

// isTimezone tells of the names of the IANA database, in the system's edition or
// the one that Go has.
func isTimezone(name string) bool {
	if !timezoneForm.MatchString(name) || name == "Local" {
		return false
	}
	_, err := time.LoadLocation(name)
	return err == nil
}

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
