package expr

import (
	"strings"

	"github.com/zclconf/go-cty/cty/function"
)

// A Func is a function that expressions may call: a row of the table of
// functions, Functions.
type Func struct {
	Name string

	// Params names the parameters as the documentation shows them:
	// "list, separator?, more...": a question mark ends what may be left
	// out, three dots what may stand any number of times.
	Params string

	// Doc is a sentence that says what the function gives.
	Doc string

	// Example is a call with constant arguments; its value is computed for
	// the documentation. Empty where that is not the same every time.
	Example string

	// Class says what is possible when an argument is not known.
	Class Class

	// Limit is a sentence that says what a Guarded function does not take
	// at run time, or what to use instead of a CompileTime one.
	Limit string

	// impl computes it. files is instead of it where that takes files of
	// the project; special says how a call is bound that is more than its
	// arguments.
	impl    function.Function
	files   func(readFile, map[string]function.Function) function.Function
	special special

	null nullness
	// impure: the value is another one every time, so it is never folded.
	impure bool
	// lists: HCL refuses sets, but only once it has the values.
	lists bool
	// collects: it makes a collection of elements of one type.
	collects bool
	// unify: the arguments are converted to the result's type.
	unify bool
}

// Signature is the function as the documentation shows it.
func (f *Func) Signature() string { return f.Name + "(" + f.Params + ")" }

// arity says how many arguments it takes; most is -1 for any number.
func (f *Func) arity() (least, most int) {
	for _, p := range strings.Split(f.Params, ",") {
		switch p = strings.TrimSpace(p); {
		case p == "":
		case strings.HasSuffix(p, "..."):
			return least, -1
		case strings.HasSuffix(p, "?"):
			most++
		default:
			least++
			most++
		}
	}
	return least, most
}

// A Class says whether a function is there at run time.
type Class int

// The classes of functions.
const (
	// Exact functions give at run time what they give at compile time.
	Exact Class = iota
	// Guarded ones do so for some arguments and are refused, or fail, for
	// the others: Func.Limit says which.
	Guarded
	// CompileTime ones have no JSONata form.
	CompileTime
)

func (c Class) String() string {
	switch c {
	case Exact:
		return "exact"
	case Guarded:
		return "guarded"
	case CompileTime:
		return "compile time only"
	}
	panic("expr: unknown class")
}

// A nullness says when the result of a function may be null.
type nullness int

const (
	nullNever    nullness = iota
	nullElement           // when an element of an argument may be
	nullArgument          // when an argument may be
	nullAlways
)

// A special is a way in which a call is bound that is not that of functions.
type special int

const (
	noSpecial special = iota
	specialTry
	specialCan
	specialVerbatim
	specialAttributes
)

// readFile reads a file of the project.
type readFile func(path string) ([]byte, error)
