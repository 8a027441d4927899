package query

import (
	"maps"
	"slices"
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
	// lenient: it looks after its arguments itself inside try and can.
	lenient bool
	// tries: inside try and can it gives nothing where it fails otherwise,
	// for arguments that are there.
	tries bool
}

func (w *writer) function(e *expr.Call) code {
	f, ok := form(e.Func.Name)
	if !ok {
		return w.refuse(e, "%s has no JSONata form: its arguments have to be known at compile time. %s", e.Func.Name, e.Func.Limit)
	}
	if w.lenient && !f.lenient {
		return w.attempt(f, e)
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
			conversionForms(), encodingForms(), timeForms(), choiceForms(), dynamoForms(),
		} {
			maps.Copy(forms.named, part)
		}
	})
	f, ok := forms.named[name]
	return f, ok
}

// attempt calls a function inside try or can: with its arguments if all of them
// are there, and giving nothing otherwise.
func (w *writer) attempt(f function, e *expr.Call) code {
	if f.partial && !f.tries || e.Expand {
		w.allowed(e)
		return code{}
	}
	call := *e
	call.Args = slices.Clone(e.Args)
	b := &jsonata.Block{}
	var all jsonata.Node
	for i, a := range e.Args {
		if !canFail(a) && !expr.Nullable(a) {
			continue
		}
		var c code
		switch t := a.Type(); {
		case t == cty.String:
			c = w.str(a)
		case t == cty.Number:
			c = w.num(a)
		case t == cty.Bool:
			c = w.bool(a)
		case typeName(t) == "array":
			c = w.seq(a)
		case typeName(t) == "object":
			c = w.dict(a)
		default:
			w.allowed(e)
			return code{}
		}
		s := &expr.Symbol{Name: "x", Typ: a.Type(), Loose: expr.Loose(a)}
		w.scope(s, "x", c.small)
		call.Args[i] = &expr.Local{Symbol: s, Rng: a.Range()}
		v := w.locals[s].name
		b.Exprs = append(b.Exprs, &jsonata.Assign{Var: v, Value: c.n})
		if there := builtin("exists", variable(v)); all == nil {
			all = there
		} else {
			all = op(all, "and", there)
		}
	}
	c := f.write(w, &call)
	if c.typ == cty.NilType || c.typ == cty.DynamicPseudoType {
		c.typ = e.Typ
	}
	c.undef = c.undef || f.partial
	if all == nil {
		return c
	}
	b.Exprs = append(b.Exprs, choose(all, c.n, nil))
	c.n, c.undef = b, true
	return c
}
