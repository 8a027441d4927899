package importer

import (
	"github.com/pipectl/pipectl/asl"
)

// A value is an expression of the pipeline under construction. Values are
// not changed once they are built; what a value that leaves a block is called
// outside of it is settled when all are known, see phi.
//
//sumtype:decl
type value interface{ value() }

type (
	// A constant is JSON that is known.
	constant struct{ v asl.Value }

	// A ref is what lies at a path in what root stands for.
	ref struct {
		root root
		path []string
	}

	// An object has members, over those of base where there is one.
	object struct {
		base    value // nil: none
		members []named

		// rest says what the members left out are, where an answer has more
		// than the pipeline sees; empty: it has none.
		rest string
		more []string // their names, where they are known
		of   string   // the state that it is the answer of

		// facts are members that are known, and that nobody asks for who asks
		// for the object.
		facts []named

		// alias: base has all members itself, where all are asked for.
		alias bool
	}

	// A tuple is a list whose items are known one by one.
	tuple struct{ items []value }

	// A template joins its parts to a text.
	template struct{ parts []value }

	// A function calls one of HCL's.
	function struct {
		name string
		args []value
	}

	// An operation is x op y, or op x where y is nil.
	operation struct {
		op   string
		x, y value
	}

	// A conditional is if ? then : otherwise.
	conditional struct{ cond, then, otherwise value }

	// A loop is [for name in list : body if cond]; cond may be nil.
	loop struct {
		name       string
		list       value
		body, cond value
	}

	// A loopVar is the element in a loop.
	loopVar struct {
		name string
		path []string
	}

	// An element is x[index].
	element struct{ x, index value }

	// A foreign is JSONata that has no form in HCL, with the values it sees
	// as variables.
	foreign struct {
		text string
		see  []named
	}

	// A phi is what a block, or a task that may be caught, gives on: one of
	// the values of its ways out, in the order of the item's ends. Nil stands
	// for a way that does not lead here.
	phi struct {
		item *item
		alts []value
		hint string         // what it may be called
		read map[part]reads // what was read of it
	}

	// A taken is x where the way was taken on which when holds, and is not
	// computed, but null, where it was not.
	taken struct{ when, x value }

	// Attributes are what DynamoDB calls a map of attribute values, of which x
	// has the plain values.
	attributes struct {
		x  value
		of string // the state that it is the answer of
	}

	// An attribute is one of them.
	attribute struct {
		x  value
		of string
	}

	// A hole stands for a value that cannot be had: reading it is an error
	// that why explains.
	hole struct {
		why string
		of  string // the state whose answer would have it, if any
	}
)

func (constant) value()     {}
func (ref) value()          {}
func (*object) value()      {}
func (*tuple) value()       {}
func (*template) value()    {}
func (*function) value()    {}
func (*operation) value()   {}
func (*conditional) value() {}
func (*loop) value()        {}
func (loopVar) value()      {}
func (*element) value()     {}
func (*foreign) value()     {}
func (*phi) value()         {}
func (hole) value()         {}
func (*taken) value()       {}
func (*attributes) value()  {}
func (*attribute) value()   {}

// A named is a member of an object.
type named struct {
	name string
	v    value
}

// A root is where a ref begins.
type root struct {
	what rootKind
	item *item  // of output, each, index and key
	text string // of text: HCL as it stands
}

type rootKind int

const (
	rootInput  rootKind = iota // the execution's input
	rootOutput                 // task.x.output
	rootEach                   // each.value
	rootIndex                  // each.index
	rootKey                    // each.key
	rootCase                   // task.x.output.case
	rootError                  // error.name or error.cause, of a catch of item
	rootText                   // a name of the language, as run.id
)

// absent is what there is on a way out that has no such member.
var absent value = constant{asl.Null{}}

// newPhi is what an item gives on: the value itself where all ways have the
// same, that is there outside of the item too.
func newPhi(it *item, alts []value) value {
	var same value
	key, one := "", true
	for _, a := range alts {
		if t, ok := a.(*taken); ok {
			a = t.x
		}
		switch {
		case a == nil:
		case same == nil:
			same, key = a, keyOf(a)
		case keyOf(a) != key:
			one = false
		}
	}
	if same == nil {
		return absent
	}
	if one && !within(same, it) && small(same) {
		return same
	}
	return &phi{item: it, alts: alts}
}

// whereTaken is a value of a way; what cannot fail needs no care.
func whereTaken(when, v value) value {
	switch x := v.(type) {
	case nil:
		return nil
	case constant, hole:
		return v
	case ref:
		if len(x.path) == 0 || x.root.what == rootText || x.root.what == rootError || x.root.what == rootInput && len(x.path) == 1 {
			return v
		}
	default:
	}
	return &taken{when, v}
}

// known is a value as JSON; false where only an execution knows it.
func known(v value) (asl.Value, bool) {
	switch x := v.(type) {
	case constant:
		return x.v, true
	case *object:
		if x.base != nil || x.rest != "" {
			return nil, false
		}
		out := asl.Object{}
		for _, m := range x.members {
			v, ok := known(m.v)
			if !ok {
				return nil, false
			}
			out = append(out, asl.Member{Key: m.name, Value: v})
		}
		return out, true
	case *tuple:
		out := asl.Array{}
		for _, i := range x.items {
			v, ok := known(i)
			if !ok {
				return nil, false
			}
			out = append(out, v)
		}
		return out, true
	default:
		return nil, false
	}
}

func text(s string) value { return constant{asl.String(s)} }
func word(s string) value { return ref{root: root{what: rootText, text: s}} }
func errorOf(it *item, part string) value {
	return ref{root: root{what: rootError, item: it, text: part}}
}
func outputOf(it *item) value               { return ref{root: root{what: rootOutput, item: it}} }
func call(name string, args ...value) value { return &function{name, args} }
