// Package jsonata is the JSONata expression language, at the level AWS Step
// Functions has: version 2.0 without $eval, with $partition, $range, $hash,
// $random, $uuid and $parse. It parses, prints and evaluates expressions and
// knows nothing of state machines: what $states holds, and where an
// expression may stand in a definition, is for the callers.
//
// Start at [Parse], which makes a tree of [Node]; [Print], which writes one;
// and [Compile], which makes a tree into an [Expr] to be evaluated.
//
// # Trees
//
// The shape of a tree is its meaning; parentheses are the printer's business.
// Postfix operators bind to the last step of a path in JSONata, so the two
// readings of a filter are two shapes:
//
//	a.b[0]     Dot{a, Filter{b, 0}}    the first b of every a
//	(a.b)[0]   Filter{Dot{a, b}, 0}    the first of all b
//
// The same holds for KeepArray, Focus and Index. A Sort and a Group stand
// lower than the dot and take the whole path: a.b^(c) is Sort{Dot{a, b}, c}.
// A Dot whose Left is a Dot is one path of three steps; one whose Right is a
// Dot is a path with a parenthesised step: a.(b.c). JSONata evaluates a group
// after all steps of its path wherever it is written, so a{k: v}.b parses as
// Group{Dot{a, b}}, and Dot{Group{a}, b} prints as (a{k: v}).b.
//
// Parentheses around one expression leave a [Block] only where nothing else
// tells that they were there and they matter: around an assignment, which
// they give a scope; around an operand of a path, (a).b; around an array
// within an array, which is flattened then; around a number as a filter;
// around a call to the right of ~>. All others are dropped.
//
// A string literal as a step of a path is a name in JSONata and parses as
// [Name]. A [String] as a step prints in parentheses.
//
// An [Assign] may stand where a whole expression may: as one of a block, an
// argument, an item, a value, a branch, a body. Anywhere else the printer has
// to give it parentheses, which makes it a Block when parsed.
//
// JSONata has no way to write some trees: a Regex at the very start of a
// Block, Array or Object or under a Negate; a Name holding a backquote that
// is no step of a path (it prints as a step of $); a Var whose name is not
// made of name characters; an Infinity or NaN (which print as a division by
// zero); a line break, or a % before a }, in the pattern of a Regex (for which it
// has an escape); a Range outside an Array; a Placeholder outside a Call.
//
// # Strings
//
// Strings are UTF-8. A lone surrogate, which JSONata can write as an escape,
// is kept in its three-byte encoding, so that it survives until something
// has to refuse it.
package jsonata
