package jsonpath

// An Expr is what a field whose name ends in ".$" may hold, or an argument of
// a call. Pos is the offset in bytes at which it begins.
//
//sumtype:decl
type Expr interface{ expr() }

type (
	// A Path selects values.
	Path struct {
		Pos   int
		Root  Root
		Var   string // of a Variable: its name without the dollar sign
		Steps []Step
	}

	// A Call calls an intrinsic function.
	Call struct {
		Pos  int
		Func *Function
		Args []Expr
	}

	// A Literal is a string, number, boolean or null among the arguments of
	// a call.
	Literal struct {
		Pos   int
		Value Scalar
	}
)

// A Root is where a path begins.
type Root int

const (
	Input    Root = iota // $: the input of the state, or what takes its place
	Context              // $$: the context object
	Variable             // $name: a variable
	Item                 // @: the item that a filter looks at
)

// A Scalar is a value that can be written in an expression.
//
//sumtype:decl
type Scalar interface{ scalar() }

type (
	// A String is the text without its quotes and escapes. Template keeps
	// it as written, because States.Format must tell {} from \{\}.
	String struct{ Text, Template string }

	// A Number is a number as it was written.
	Number string

	// A Bool is true or false.
	Bool bool

	// A Null is null.
	Null struct{}

	// A Word is text without quotes in a filter, as in [?(@.a==b)].
	Word string

	// A Regex is /Pattern/Flags in a filter.
	Regex struct{ Pattern, Flags string }

	// A List is [a, b] in a filter.
	List []Scalar
)

// A Step goes from the values a path has selected to the next ones.
//
//sumtype:decl
type Step interface{ step() }

type (
	// Names selects members: .a, ['a'] or ['a','b'].
	Names []string

	// Wildcard selects every member or item: .* or [*].
	Wildcard struct{}

	// Indexes selects items: [0] or [0,-1]. Negative ones count from the end.
	Indexes []int

	// A Slice selects items From up to To, by By: [1:3]. A bound left out
	// is nil.
	Slice struct{ From, To, By *int }

	// A Filter selects the items, or members, for which Cond holds: [?(...)].
	Filter struct{ Cond Cond }

	// A FromEnd selects the item that many before the end: [(@.length-1)].
	FromEnd int

	// A Descend is ..: it applies its step to a value and everything in it.
	Descend struct{ Step Step }

	// A Measure is a function of the library at the end of a path, as in
	// .length(). Name is without the parentheses.
	Measure struct{ Name string }
)

// A Cond is the condition of a filter.
//
//sumtype:decl
type Cond interface{ cond() }

type (
	// An And holds when both do.
	And struct{ X, Y Cond }

	// An Or holds when one of them does.
	Or struct{ X, Y Cond }

	// A Not holds when X does not.
	Not struct{ X Cond }

	// Exists holds when the path selects something.
	Exists struct{ Path *Path }

	// A Compare compares two operands. Op is one of == != < <= > >= =~ in
	// nin subsetof anyof noneof size empty contains.
	Compare struct {
		X, Y Operand
		Op   string
	}
)

// An Operand is a side of a comparison: a path or, where Path is nil, a value.
type Operand struct {
	Path  *Path
	Value Scalar
}

func (*Path) expr()    {}
func (*Call) expr()    {}
func (*Literal) expr() {}

func (String) scalar() {}
func (Number) scalar() {}
func (Bool) scalar()   {}
func (Null) scalar()   {}
func (Word) scalar()   {}
func (Regex) scalar()  {}
func (List) scalar()   {}

func (Names) step()    {}
func (Wildcard) step() {}
func (Indexes) step()  {}
func (Slice) step()    {}
func (Filter) step()   {}
func (FromEnd) step()  {}
func (Descend) step()  {}
func (Measure) step()  {}

func (*And) cond()     {}
func (*Or) cond()      {}
func (*Not) cond()     {}
func (*Exists) cond()  {}
func (*Compare) cond() {}

// IsReference reports whether the path is a reference path: it names one
// place, by names and indexes from the front alone, in the input.
func (p *Path) IsReference() bool {
	if p.Root != Input {
		return false
	}
	for _, step := range p.Steps {
		switch s := step.(type) {
		case Names:
			if len(s) != 1 {
				return false
			}
		case Indexes:
			if len(s) != 1 || s[0] < 0 {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// Paths calls f for every path in an expression, those in filters included.
func Paths(e Expr, f func(*Path)) {
	switch x := e.(type) {
	case *Path:
		f(x)
		for _, step := range x.Steps {
			if d, ok := step.(Descend); ok {
				step = d.Step
			}
			if s, ok := step.(Filter); ok {
				condPaths(s.Cond, f)
			}
		}
	case *Call:
		for _, arg := range x.Args {
			Paths(arg, f)
		}
	case *Literal:
	}
}

func condPaths(c Cond, f func(*Path)) {
	switch x := c.(type) {
	case *And:
		condPaths(x.X, f)
		condPaths(x.Y, f)
	case *Or:
		condPaths(x.X, f)
		condPaths(x.Y, f)
	case *Not:
		condPaths(x.X, f)
	case *Exists:
		Paths(x.Path, f)
	case *Compare:
		for _, o := range []Operand{x.X, x.Y} {
			if o.Path != nil {
				Paths(o.Path, f)
			}
		}
	}
}
