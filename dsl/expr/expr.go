// Package expr holds what an expression of a pipeline means: bound to what it
// mentions, typed, with everything known at compile time already computed. It
// knows HCL's expressions and no block of the language: which names exist, and
// where they may be mentioned, is asked of a Scope. What a bound expression
// becomes at run time is the business of compiler/query. Start at Bind.
package expr

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// An Expr is a bound expression.
//
//sumtype:decl
type Expr interface {
	// Type is what is known of the value's type, cty.DynamicPseudoType when
	// nothing is.
	Type() cty.Type
	// Range is where it stands in the source.
	Range() hcl.Range
	expr()
}

type (
	// A Lit is a value known at compile time. Val is wholly known; it may
	// be null.
	Lit struct {
		Val cty.Value
		Rng hcl.Range
	}

	// A Ref is a value that only an execution knows.
	Ref struct {
		Source Source
		Typ    cty.Type
		// Null: the value itself may be null.
		Null bool
		// Loose: members of known type anywhere inside may be missing
		// (a service leaves out what it has nothing to say of); they
		// read as null.
		Loose bool
		Rng   hcl.Range
	}

	// A Local is a symbol of a for expression or a splat.
	Local struct {
		Symbol *Symbol
		Rng    hcl.Range
	}

	// An Attr is On.Name.
	Attr struct {
		On   Expr
		Name string
		Typ  cty.Type
		Rng  hcl.Range
	}

	// An Index is On[Key].
	Index struct {
		On, Key Expr
		Typ     cty.Type
		Rng     hcl.Range
	}

	// A Splat is Each for every Item of Source. A source that is null gives
	// an empty list, one that is no list counts as a list of one.
	Splat struct {
		Source Expr
		Item   *Symbol
		Each   Expr
		Typ    cty.Type
		Rng    hcl.Range
	}

	// A Template is its parts as one string. Never of a single part that is
	// not known to be a string.
	Template struct {
		Parts []Expr
		Rng   hcl.Range
	}

	// A Join is the strings of a list one after another (the for directive
	// of a template).
	Join struct {
		List Expr
		Rng  hcl.Range
	}

	// A Tuple is [Elems].
	Tuple struct {
		Elems []Expr
		Typ   cty.Type
		Rng   hcl.Range
	}

	// An Object is {Items}. Keys that are not constant are run-time
	// expressions; of equal keys the last counts.
	Object struct {
		Items []Item
		Typ   cty.Type
		Rng   hcl.Range
	}

	// A Cond is If ? Then : Else.
	Cond struct {
		If, Then, Else Expr
		Typ            cty.Type
		Rng            hcl.Range
	}

	// A Unary is Op X, with Op "-" or "!".
	Unary struct {
		Op  string
		X   Expr
		Rng hcl.Range
	}

	// A Binary is Left Op Right, with HCL's operators
	// + - * / % == != < <= > >= && ||.
	Binary struct {
		Op          string
		Left, Right Expr
		Rng         hcl.Range
	}

	// A Call is a function that is known to the table of functions.
	Call struct {
		Func *Func
		Args []Expr
		// Expand: the last argument is a list that stands for the rest.
		Expand bool
		Typ    cty.Type
		Rng    hcl.Range
	}

	// A Verbatim is jsonata("Text", {Vars}).
	Verbatim struct {
		Text string
		Vars []Item
		Rng  hcl.Range
	}

	// A For is a for expression. Key is nil for a list; Group is the
	// ellipsis of an object's; If is nil when it is left out. KeySymbol is
	// nil when only the value is named.
	For struct {
		Source                 Expr
		KeySymbol, ValueSymbol *Symbol
		Key, Value, If         Expr
		Group                  bool
		Typ                    cty.Type
		Rng                    hcl.Range
	}

	// A Convert gives X the type To, as HCL converts.
	Convert struct {
		X   Expr
		To  cty.Type
		Rng hcl.Range
	}

	// A Bad is an expression with an error that was already told. Its type
	// is not known; every later check leaves it alone.
	Bad struct{ Rng hcl.Range }
)

// An Item is one member of an Object.
type Item struct {
	Key   Expr
	Value Expr
}

// A Symbol is a name that a for expression or a splat gives to an element.
type Symbol struct {
	Name string // as written; "" for a splat's
	Typ  cty.Type
	// Null and Loose as those of Ref.
	Null, Loose bool
}

// Type is the type of the constant.
func (e *Lit) Type() cty.Type { return e.Val.Type() }

// Type is the declared or catalogued type of what is referred to.
func (e *Ref) Type() cty.Type { return e.Typ }

// Type is the element's type.
func (e *Local) Type() cty.Type { return e.Symbol.Typ }

// Type is the member's type.
func (e *Attr) Type() cty.Type { return e.Typ }

// Type is the element's type.
func (e *Index) Type() cty.Type { return e.Typ }

// Type is a list or tuple type.
func (e *Splat) Type() cty.Type { return e.Typ }

// Type is string.
func (e *Template) Type() cty.Type { return cty.String }

// Type is string.
func (e *Join) Type() cty.Type { return cty.String }

// Type is a tuple type.
func (e *Tuple) Type() cty.Type { return e.Typ }

// Type is an object type, or unknown when a key is.
func (e *Object) Type() cty.Type { return e.Typ }

// Type is what both branches have in common.
func (e *Cond) Type() cty.Type { return e.Typ }

// Type is number or bool.
func (e *Unary) Type() cty.Type {
	if e.Op == "!" {
		return cty.Bool
	}
	return cty.Number
}

// Type is number for arithmetic, else bool.
func (e *Binary) Type() cty.Type {
	switch e.Op {
	case "+", "-", "*", "/", "%":
		return cty.Number
	}
	return cty.Bool
}

// Type is the function's result for these arguments.
func (e *Call) Type() cty.Type { return e.Typ }

// Type is not known.
func (e *Verbatim) Type() cty.Type { return cty.DynamicPseudoType }

// Type is a tuple, list, map or object type.
func (e *For) Type() cty.Type { return e.Typ }

// Type is the type converted to.
func (e *Convert) Type() cty.Type { return e.To }

// Type is not known.
func (e *Bad) Type() cty.Type { return cty.DynamicPseudoType }

// Range is where the constant stands.
func (e *Lit) Range() hcl.Range { return e.Rng }

// Range is that of the whole reference.
func (e *Ref) Range() hcl.Range { return e.Rng }

// Range is where the symbol is used.
func (e *Local) Range() hcl.Range { return e.Rng }

// Range covers On and Name.
func (e *Attr) Range() hcl.Range { return e.Rng }

// Range covers On and Key.
func (e *Index) Range() hcl.Range { return e.Rng }

// Range covers the whole splat.
func (e *Splat) Range() hcl.Range { return e.Rng }

// Range covers the quotes too.
func (e *Template) Range() hcl.Range { return e.Rng }

// Range covers the directive.
func (e *Join) Range() hcl.Range { return e.Rng }

// Range covers the brackets.
func (e *Tuple) Range() hcl.Range { return e.Rng }

// Range covers the braces.
func (e *Object) Range() hcl.Range { return e.Rng }

// Range covers all three parts.
func (e *Cond) Range() hcl.Range { return e.Rng }

// Range covers the operator.
func (e *Unary) Range() hcl.Range { return e.Rng }

// Range covers both operands.
func (e *Binary) Range() hcl.Range { return e.Rng }

// Range covers name and arguments.
func (e *Call) Range() hcl.Range { return e.Rng }

// Range covers the call.
func (e *Verbatim) Range() hcl.Range { return e.Rng }

// Range covers the brackets.
func (e *For) Range() hcl.Range { return e.Rng }

// Range is that of X.
func (e *Convert) Range() hcl.Range { return e.Rng }

// Range is where the error is.
func (e *Bad) Range() hcl.Range { return e.Rng }

func (*Lit) expr()      {}
func (*Ref) expr()      {}
func (*Local) expr()    {}
func (*Attr) expr()     {}
func (*Index) expr()    {}
func (*Splat) expr()    {}
func (*Template) expr() {}
func (*Join) expr()     {}
func (*Tuple) expr()    {}
func (*Object) expr()   {}
func (*Cond) expr()     {}
func (*Unary) expr()    {}
func (*Binary) expr()   {}
func (*Call) expr()     {}
func (*Verbatim) expr() {}
func (*For) expr()      {}
func (*Convert) expr()  {}
func (*Bad) expr()      {}
