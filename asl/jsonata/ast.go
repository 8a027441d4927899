package jsonata

// A Node is a JSONata expression as it is written: close to the source, so
// that it can be printed again, and free of everything the evaluator derives.
// Nodes built by hand need no parentheses: the printer puts them where the
// precedence asks for them. Nodes are not changed once they are built.
//
//sumtype:decl
type Node interface{ node() }

type (
	// A String is a string literal. Value is the text it stands for,
	// without quotes and escapes.
	String struct{ Value string }

	// A Number is a number literal. Infinity and NaN have no literal.
	Number struct{ Value float64 }

	// A Bool is the literal true or false.
	Bool struct{ Value bool }

	// A Null is the literal null.
	Null struct{}

	// A Regex is a regular expression literal, /Pattern/Flags.
	Regex struct{ Pattern, Flags string }

	// A Var is a variable without its dollar sign: "states" is $states, ""
	// is $ and "$" is $$.
	Var struct{ Name string }

	// A Name is a field of the context. Quoted in backquotes by the printer
	// where it has to be.
	Name struct{ Value string }

	// A Wildcard is *.
	Wildcard struct{}

	// A Descendant is **.
	Descendant struct{}

	// A Parent is %.
	Parent struct{}

	// A Dot maps Right over the items of Left: Left.Right.
	Dot struct{ Left, Right Node }

	// A Filter is X[Pred]: an index or a condition.
	Filter struct{ X, Pred Node }

	// A KeepArray is X[], which keeps a sequence of one an array.
	KeepArray struct{ X Node }

	// A Group is X{Pairs}: X grouped into an object.
	Group struct {
		X     Node
		Pairs []Pair
	}

	// A Sort is X^(Terms).
	Sort struct {
		X     Node
		Terms []SortTerm
	}

	// A Focus is X@$Var.
	Focus struct {
		X   Node
		Var string
	}

	// An Index is X#$Var.
	Index struct {
		X   Node
		Var string
	}

	// An Array is [Items]; an item may be a Range.
	Array struct{ Items []Node }

	// A Range is From..To inside an Array.
	Range struct{ From, To Node }

	// An Object is {Key: Value, ...}.
	Object struct{ Pairs []Pair }

	// A Negate is -X.
	Negate struct{ X Node }

	// A Binary is Left Op Right. Op is one of
	// + - * / % & = != < <= > >= and or in.
	Binary struct {
		Op          string
		Left, Right Node
	}

	// A Cond is If ? Then : Else; Else is nil when it is left out.
	Cond struct{ If, Then, Else Node }

	// An Assign is $Var := Value.
	Assign struct {
		Var   string
		Value Node
	}

	// A Block is (Exprs; ...), a scope of its own.
	Block struct{ Exprs []Node }

	// A Lambda is function(Params)<Signature>{Body}. Params are without
	// their dollar signs. Signature is without its angle brackets, empty
	// when there is none.
	Lambda struct {
		Params    []string
		Signature string
		Body      Node
	}

	// A Call is Func(Args). An argument that is a Placeholder makes it a
	// partial application.
	Call struct {
		Func Node
		Args []Node
	}

	// A Placeholder is the ? of a partial application.
	Placeholder struct{}

	// An Apply is Left ~> Right.
	Apply struct{ Left, Right Node }

	// A Transform is |Pattern|Update, Delete|; Delete is nil when it is
	// left out.
	Transform struct{ Pattern, Update, Delete Node }
)

// A Pair is one member of an Object or a Group.
type Pair struct{ Key, Value Node }

// A SortTerm is one term of a Sort.
type SortTerm struct {
	X          Node
	Descending bool
}

func (*String) node()      {}
func (*Number) node()      {}
func (*Bool) node()        {}
func (*Null) node()        {}
func (*Regex) node()       {}
func (*Var) node()         {}
func (*Name) node()        {}
func (*Wildcard) node()    {}
func (*Descendant) node()  {}
func (*Parent) node()      {}
func (*Dot) node()         {}
func (*Filter) node()      {}
func (*KeepArray) node()   {}
func (*Group) node()       {}
func (*Sort) node()        {}
func (*Focus) node()       {}
func (*Index) node()       {}
func (*Array) node()       {}
func (*Range) node()       {}
func (*Object) node()      {}
func (*Negate) node()      {}
func (*Binary) node()      {}
func (*Cond) node()        {}
func (*Assign) node()      {}
func (*Block) node()       {}
func (*Lambda) node()      {}
func (*Call) node()        {}
func (*Placeholder) node() {}
func (*Apply) node()       {}
func (*Transform) node()   {}
