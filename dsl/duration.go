package dsl

import (
	"fmt"
	"strconv"
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
	units := []struct {
		letter byte
		size   time.Duration
	}{{'d', 24 * time.Hour}, {'h', time.Hour}, {'m', time.Minute}, {'s', time.Second}}
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
	return diag.Problem{
		Code:   diag.InvalidDuration,
		Range:  rng,
		Detail: fmt.Sprintf("%q is no duration. Durations are text such as \"45s\", \"10m\", \"2h\", \"1d\" or \"1h30m\", of at most %d seconds.", s, maxSeconds),
	}.Error()
}

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
				Detail: fmt.Sprintf("A duration or a number of seconds is needed here, and this is %s.", t.FriendlyName()),
			}.Error())
			return &expr.Bad{Rng: e.Range()}
		}
		return x
	}
	switch {
	case v.IsNull():
		return x
	case v.Type() == cty.Number:
		if f, _ := v.AsBigFloat().Float64(); f < 0 || f > maxSeconds || !v.AsBigFloat().IsInt() {
			w.l.add(diag.Problem{
				Code:   diag.InvalidDuration,
				Range:  e.Range(),
				Detail: fmt.Sprintf("A number of seconds is whole, not negative, and at most %d.", maxSeconds),
			}.Error())
			return &expr.Bad{Rng: e.Range()}
		}
		return x
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
		Detail: fmt.Sprintf("A duration or a number of seconds is needed here, and this is %s.", v.Type().FriendlyName()),
	}.Error())
	return &expr.Bad{Rng: e.Range()}
}
