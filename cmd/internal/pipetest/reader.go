package pipetest

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/diag"
)

// A reader takes the arguments and blocks of one block, and knows at the end
// what nobody asked for.
type reader struct {
	l     *loader
	block *hclsyntax.Block // nil at the top of a file
	body  *hclsyntax.Body

	attrs, types []string // asked for
}

func (l *loader) reader(b *hclsyntax.Block) *reader {
	return &reader{l: l, block: b, body: b.Body}
}

// head is the block as it is headed in the source.
func (r *reader) head() string {
	s := r.block.Type
	for _, label := range r.block.Labels {
		s += fmt.Sprintf(" %q", label)
	}
	return s
}

// label checks that the block has one label and no more.
func (r *reader) label(what string) bool {
	if len(r.block.Labels) == 1 {
		return true
	}
	r.l.problem(diag.WrongLabels, r.block.DefRange(),
		fmt.Sprintf("A block %q has one label, %s: %s \"…\" { … }.", r.block.Type, what, r.block.Type))
	return false
}

func (r *reader) attr(name string) *hclsyntax.Attribute {
	r.attrs = append(r.attrs, name)
	return r.body.Attributes[name]
}

// need is attr for an argument that must be given.
func (r *reader) need(name string) *hclsyntax.Attribute {
	a := r.attr(name)
	if a == nil {
		r.l.problem(diag.MissingArgument, r.block.DefRange(),
			fmt.Sprintf("The argument %q is required in %s, and it is left out. Add %s = ….", name, r.head(), name))
	}
	return a
}

func (r *reader) blocks(typ string) []*hclsyntax.Block {
	r.types = append(r.types, typ)
	var out []*hclsyntax.Block
	for _, b := range r.body.Blocks {
		if b.Type == typ {
			out = append(out, b)
		}
	}
	return out
}

// one is the only block of a type, or nil.
func (r *reader) one(typ string) *hclsyntax.Block {
	all := r.blocks(typ)
	if len(all) == 0 {
		return nil
	}
	for _, b := range all[1:] {
		r.l.add(diag.Problem{
			Code:   diag.DuplicateName,
			Range:  b.DefRange(),
			Detail: fmt.Sprintf("A block %q stands here already; there can be one only. Put its contents together.", typ),
			Notes:  []diag.Note{{Range: all[0].DefRange(), Text: "the first one is here"}},
		}.Error())
	}
	return all[0]
}

// done reports what nobody asked for.
func (r *reader) done() {
	here := "at the top of a file of tests"
	if r.block != nil {
		here = "in " + r.head()
	}
	for _, a := range inOrder(r.body) {
		if slices.Contains(r.attrs, a.Name) {
			continue
		}
		detail := fmt.Sprintf("An argument named %q is not expected %s.", a.Name, here)
		if slices.Contains(r.types, a.Name) {
			detail = fmt.Sprintf("%q is a block, not an argument: write %s { … }.", a.Name, a.Name)
		} else {
			detail += suggest(a.Name, r.attrs, "It takes")
		}
		r.l.problem(diag.UnknownArgument, a.NameRange, detail)
	}
	for _, b := range r.body.Blocks {
		if slices.Contains(r.types, b.Type) {
			continue
		}
		detail := fmt.Sprintf("A block of type %q is not expected %s.", b.Type, here)
		switch {
		case slices.Contains(r.attrs, b.Type):
			detail = fmt.Sprintf("%q is an argument, not a block: write %s = { … }.", b.Type, b.Type)
		case r.block == nil && slices.Contains([]string{"pipeline", "variable", "locals", "cluster", "compute", "pipectl"}, b.Type):
			detail += " It stands in a file whose name ends in .pipe.hcl."
		default:
			detail += suggest(b.Type, r.types, "Blocks that can stand here are")
		}
		r.l.problem(diag.UnknownBlock, b.TypeRange, detail)
	}
}

// inOrder are a body's arguments in source order.
func inOrder(b *hclsyntax.Body) []*hclsyntax.Attribute {
	out := make([]*hclsyntax.Attribute, 0, len(b.Attributes))
	for _, a := range b.Attributes {
		out = append(out, a)
	}
	slices.SortFunc(out, func(a, b *hclsyntax.Attribute) int { return a.NameRange.Start.Byte - b.NameRange.Start.Byte })
	return out
}

// suggest says which name is near, or all of them where none is.
func suggest(name string, names []string, intro string) string {
	if s := diag.Suggest(name, names); s != "" {
		return s
	}
	names = slices.Compact(slices.Sorted(slices.Values(names)))
	const most = 12
	switch {
	case len(names) == 0:
		return ""
	case len(names) > most:
		return fmt.Sprintf(" %s %s and %d more.", intro, strings.Join(names[:most], ", "), len(names)-most)
	}
	return " " + intro + " " + strings.Join(names, ", ") + "."
}

// value is the value of an argument, or nil after an error or where it is left
// out.
func (r *reader) value(a *hclsyntax.Attribute) asl.Value {
	if a == nil {
		return nil
	}
	v, diags := r.l.scope.value(a.Expr)
	r.l.add(diags...)
	return v
}

// constant is the value of an argument of a type; false after an error or where
// it is left out. It is null only where that is asked for.
func (r *reader) constant(a *hclsyntax.Attribute, typ cty.Type, null bool) (cty.Value, bool) {
	if a == nil {
		return cty.NilVal, false
	}
	v, diags := r.l.scope.constant(a.Expr, typ)
	r.l.add(diags...)
	if diags.HasErrors() {
		return cty.NilVal, false
	}
	if v.IsNull() && !null {
		r.l.problem(diag.NullValue, a.Expr.Range(), fmt.Sprintf("The argument %q cannot be null. Leave it out instead.", a.Name))
		return cty.NilVal, false
	}
	return v, true
}

func (r *reader) text(a *hclsyntax.Attribute) (string, bool) {
	v, ok := r.constant(a, cty.String, false)
	if !ok {
		return "", false
	}
	return v.AsString(), true
}

// times is a whole number, at least min.
func (r *reader) times(name string, least int64) (int, bool) {
	a := r.attr(name)
	v, ok := r.constant(a, cty.Number, false)
	if !ok {
		return 0, false
	}
	n, acc := v.AsBigFloat().Int64()
	if acc != big.Exact || n < least || n > 1_000_000 {
		r.l.problem(diag.UnsupportedValue, a.Expr.Range(), fmt.Sprintf("%s is a whole number, at least %d.", name, least))
		return 0, false
	}
	return int(n), true
}

func (r *reader) duration(name string) (time.Duration, bool) {
	a := r.attr(name)
	s, ok := r.text(a)
	if !ok {
		return 0, false
	}
	d, err := dsl.ParseDuration(s)
	if err != nil {
		r.l.problem(diag.InvalidDuration, a.Expr.Range(),
			fmt.Sprintf("%q is no duration. Durations are text such as \"45s\", \"10m\", \"2h\", \"1d\" or \"1h30m\".", s))
		return 0, false
	}
	return d, true
}

// time is a point in time, zero where it is left out.
func (r *reader) time(name string) time.Time {
	a := r.attr(name)
	s, ok := r.text(a)
	if !ok {
		return time.Time{}
	}
	at, err := ParseTime(s)
	if err != nil {
		r.l.problem(diag.UnsupportedValue, a.Expr.Range(), fmt.Sprintf("%s is a time such as \"2026-01-05T02:00:00Z\", not %q.", name, s))
	}
	return at
}

// ParseTime reads a time as tests and the command line have it, RFC 3339.
func ParseTime(s string) (time.Time, error) {
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return time.Time{}, fmt.Errorf("no time: %q; write it as 2026-01-05T02:00:00Z", s)
	}
	return at.UTC(), nil
}

// whole is the range of an argument, name and value.
func whole(a *hclsyntax.Attribute) hcl.Range { return hcl.RangeBetween(a.NameRange, a.Expr.Range()) }
