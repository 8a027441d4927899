package query

import (
	"maps"
	"sync"

	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/dsl/expr"
)

// A function is how a function is written in JSONata.
type function struct {
	write func(*writer, *expr.Call) code

	// partial: it may fail for arguments of the right types.
	partial bool
	// nulls: its arguments may be null, any: of any type.
	nulls, any bool
	// lenient: inside try and can, what it fails for gives nothing.
	lenient bool
}

func (w *writer) function(e *expr.Call) code {
	f, ok := form(e.Func.Name)
	if !ok {
		return w.refuse(e, "%s has no JSONata form: its arguments have to be known at compile time. %s", e.Func.Name, e.Func.Limit)
	}
	if !f.lenient && !w.allowed(e) {
		return code{}
	}
	c := f.write(w, e)
	if c.typ == cty.NilType || c.typ == cty.DynamicPseudoType {
		c.typ = e.Typ
	}
	return c
}

// forms are the functions that have a JSONata form. Made on first use: the
// rows lead back here through what writes their arguments.
var forms struct {
	once  sync.Once
	named map[string]function
}

func form(name string) (function, bool) {
	forms.once.Do(func() {
		forms.named = map[string]function{}
		for _, part := range []map[string]function{
			stringForms(), patternForms(), formatForms(), collectionForms(), setForms(), numberForms(),
			conversionForms(), encodingForms(), timeForms(), choiceForms(),
		} {
			maps.Copy(forms.named, part)
		}
	})
	f, ok := forms.named[name]
	return f, ok
}

// Supported says whether a function has a JSONata form.
func Supported(name string) bool {
	_, ok := form(name)
	return ok || name == "jsonata"
}

// verbatim is a text of the user's, with the values that it mentions bound to
// variables first.
func (w *writer) verbatim(e *expr.Verbatim) code {
	n, err := jsonata.Parse(e.Text)
	if err != nil {
		return w.refuse(e, "The text is no JSONata: %s.", err)
	}
	c := code{n: n, typ: cty.DynamicPseudoType, undef: true, null: true, what: "jsonata(...)"}
	if len(e.Vars) == 0 {
		return c
	}
	b := &jsonata.Block{}
	for _, v := range e.Vars {
		b.Exprs = append(b.Exprs, &jsonata.Assign{Var: keyOf(v), Value: w.whole(v.Value).n})
	}
	b.Exprs = append(b.Exprs, n)
	c.n = b
	return c
}
