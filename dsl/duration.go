package dsl

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/diag"
	"github.com/pipectl/pipectl/dsl/expr"
)

// ParseDuration reads a duration of the language: numbers each with a unit,
// from the larger to the smaller, "1h30m". Units are d, h, m and s. It is
// whole seconds and not negative.
func ParseDuration(s string) (time.Duration, error) {
	units := durationUnits
	var total time.Duration
	rest, next := s, 0
	for rest != "" {
		i := 0
		for i < len(rest) && rest[i] >= '0' && rest[i] <= '9' {
			i++
		}
		n, err := strconv.Atoi(rest[:i])
		if err != nil || i == len(rest) || i > 9 {
			return 0, fmt.Errorf("no duration: %q", s)
		}
		for next < len(units) && units[next].letter != rest[i] {
			next++
		}
		if next == len(units) {
			return 0, fmt.Errorf("no duration: %q", s)
		}
		total += time.Duration(n) * units[next].size
		next++
		rest = rest[i+1:]
	}
	if s == "" {
		return 0, fmt.Errorf("no duration: %q", s)
	}
	return total, nil
}

// maxSeconds is the longest time that a state can wait or run.
// Source: the States Language's limit of TimeoutSeconds and Seconds.
const maxSeconds = 99999999

// duration reads a compile-time duration. Zero and false after an error, or
// when it is null.
func (w *place) duration(e hcl.Expression) (time.Duration, bool) {
	v := w.constant(e, cty.String)
	if v == cty.DynamicVal || v.IsNull() {
		return 0, false
	}
	d, err := ParseDuration(v.AsString())
	if err != nil || d > maxSeconds*time.Second {
		w.l.add(invalidDuration(v.AsString(), e.Range()))
		return 0, false
	}
	return d, true
}

func invalidDuration(s string, rng hcl.Range) *hcl.Diagnostic {
	detail := fmt.Sprintf("%q is no duration.", s)
	if meant := meantDuration(s); meant != "" {
		detail += fmt.Sprintf(" Did you mean %q?", meant)
	}
	return diag.Problem{
		Code:   diag.InvalidDuration,
		Range:  rng,
		Detail: detail + fmt.Sprintf(" Durations are text such as \"45s\", \"10m\", \"2h\", \"1d\" or \"1h30m\", of at most %d seconds.", maxSeconds),
	}.Error()
}

var looseDuration = regexp.MustCompile(`^ *([0-9]+(?:\.[0-9]+)?) *([A-Za-z]*) *$`)

// meantDuration is the duration that a text of another form stands for: "90",
// "2 hours", "1.5h"; "" where there is none.
func meantDuration(s string) string {
	m := looseDuration.FindStringSubmatch(s)
	if m == nil {
		return ""
	}
	units := map[string]time.Duration{
		"": time.Second, "s": time.Second, "sec": time.Second, "second": time.Second,
		"m": time.Minute, "min": time.Minute, "minute": time.Minute,
		"h": time.Hour, "hr": time.Hour, "hour": time.Hour, "d": 24 * time.Hour, "day": 24 * time.Hour,
		"w": 7 * 24 * time.Hour, "week": 7 * 24 * time.Hour,
	}
	word := strings.ToLower(m[2])
	unit, ok := units[word]
	if !ok {
		unit, ok = units[strings.TrimSuffix(word, "s")]
	}
	n, err := strconv.ParseFloat(m[1], 64)
	d := time.Duration(n * float64(unit))
	if !ok || err != nil || n > maxSeconds || d < time.Second || d > maxSeconds*time.Second || d%time.Second != 0 {
		return ""
	}
	return durationText(d)
}

// durationText writes a duration as users do.
func durationText(d time.Duration) string {
	var out strings.Builder
	for _, u := range durationUnits {
		if n := d / u.size; n > 0 {
			fmt.Fprintf(&out, "%d%c", n, u.letter)
			d %= u.size
		}
	}
	return out.String()
}

var durationUnits = []struct {
	letter byte
	size   time.Duration
}{{'d', 24 * time.Hour}, {'h', time.Hour}, {'m', time.Minute}, {'s', time.Second}}

// seconds reads what may be a duration or, at run time, a number of seconds.
// It returns an expression of a number, or a Bad.
func (w *place) seconds(e hcl.Expression) expr.Expr {
	x := w.bind(e, cty.DynamicPseudoType)
	v, static := expr.Static(x)
	if !static {
		if t := x.Type(); t == cty.String {
			w.l.add(diag.Problem{
				Code:   diag.InvalidDuration,
				Range:  e.Range(),
				Detail: "This is text that is known only when the pipeline runs. A duration is known at compile time, or it is a number of seconds.",
			}.Error())
			return &expr.Bad{Rng: e.Range()}
		} else if t != cty.Number && t != cty.DynamicPseudoType {
			w.l.add(diag.Problem{
				Code:   diag.InvalidDuration,
				Range:  e.Range(),
				Detail: fmt.Sprintf("A duration or a number of seconds is needed here, and this is %s.", typeWords(t)),
			}.Error())
			return &expr.Bad{Rng: e.Range()}
		}
		return x
	}
	switch {
	case v.IsNull():
		return x
	case v.Type() == cty.Number:
		return w.wholeSeconds(v, x)
	case v.Type() == cty.String:
		d, err := ParseDuration(v.AsString())
		if err != nil || d > maxSeconds*time.Second {
			w.l.add(invalidDuration(v.AsString(), e.Range()))
			return &expr.Bad{Rng: e.Range()}
		}
		return &expr.Lit{Val: cty.NumberIntVal(int64(d / time.Second)), Rng: e.Range()}
	}
	w.l.add(diag.Problem{
		Code:   diag.InvalidDuration,
		Range:  e.Range(),
		Detail: fmt.Sprintf("A duration or a number of seconds is needed here, and this is %s.", typeWords(v.Type())),
	}.Error())
	return &expr.Bad{Rng: e.Range()}
}

// wholeSeconds is x, whose value is a number of seconds, or a Bad.
func (w *place) wholeSeconds(v cty.Value, x expr.Expr) expr.Expr {
	if f, _ := v.AsBigFloat().Float64(); f < 0 || f > maxSeconds || !v.AsBigFloat().IsInt() {
		w.l.add(diag.Problem{
			Code:   diag.InvalidDuration,
			Range:  x.Range(),
			Detail: fmt.Sprintf("A number of seconds is whole, not negative, and at most %d.", maxSeconds),
		}.Error())
		return &expr.Bad{Rng: x.Range()}
	}
	return x
}

// positive is seconds, but at least one: an attempt of no time could only fail.
func (w *place) positive(e hcl.Expression) expr.Expr {
	x := w.seconds(e)
	if n, ok := seconds(x); ok && n < 1 {
		w.l.add(atLeastOneSecond(e.Range()))
		return &expr.Bad{Rng: e.Range()}
	}
	return x
}

func atLeastOneSecond(rng hcl.Range) *hcl.Diagnostic {
	return diag.Problem{Code: diag.InvalidDuration, Range: rng, Detail: "This is one second at least."}.Error()
}

// typeWords is a type as part of a sentence.
func typeWords(t cty.Type) string {
	switch {
	case t.IsTupleType() || t.IsListType():
		return "a list"
	case t.IsSetType():
		return "a set"
	case t.IsObjectType() || t.IsMapType():
		return "an object"
	}
	return "a " + t.FriendlyName()
}
