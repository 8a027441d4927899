package importer

import "github.com/pipectl/pipectl/asl"

// An item is a task or a block of the pipeline under construction.
type item struct {
	id    int
	name  string // in the source
	wish  string // the name that it has where no other has it
	kind  string // of a task; empty for a block
	block string // "stage", "sequence", "choice", "map"; empty for a task
	state string // name of the state it comes from
	note  string // becomes the description

	await   string // how a task waits
	renamed string // the integration's name, where errors go by another prefix now

	attrs []named // in the order in which they are written

	// bodies are those of a block: a stage and a map have one, a choice one
	// for each case.
	bodies []*body
	in     *body // where it stands

	after   []*item // what it comes after, beside what it mentions
	retry   []retrier
	catches []*catch
	handled *item // the stage that catches its errors in its place, if any

	// raw is what the call answers, as an expression of the original sees it.
	raw value

	// verbatim are the states that stay as they are in it, if any.
	verbatim int

	// gives is what every run of a map gives; leaves: raw is what a stage
	// gives, seen from inside.
	gives  value
	wanted bool // somebody reads what a map gives
	leaves bool

	poll *poll

	// slots are the values that somebody outside reads, of a block or a task
	// that may be caught; wholes those that are the whole output.
	slots []*slot
	cased bool  // somebody asks which case it took
	whole *slot // of slots, the result itself
}

// A body holds items that stand together.
type body struct {
	label string // of a case; "default" for that
	when  value  // of a case
	note  string
	fails bool // it never ends well
	items []*item
	owner *item // nil: the pipeline
	catch *catch

	// last are the items that what comes next has to wait for.
	last []*item
}

// A catch is what happens to an error of an item.
type catch struct {
	on    []string
	then  string // "fail", "continue", "succeed_pipeline"
	body  *body
	end   int   // which of the item's ways out it is, where then is "continue"
	gives value // output of "succeed_pipeline"

	renames bool // the error is handed on under its own name
}

// A slot is a value that an item gives on.
type slot struct {
	name string // empty: the whole output
	key  string
	alts []value
}

// A retrier is a retry block.
type retrier struct {
	on                               []string
	attempts, interval, backoff, max asl.Value
	jitter                           bool
}

type poll struct {
	every, delay value
	until        value
	call         string // of the look, where it is another than the task's
	arguments    value
	started      *item // the call whose answer is "started" in arguments
}

// inside reports whether an item stands in a body of another, or of its
// catches.
func (it *item) inside(other *item) bool {
	for b := it.in; b != nil && b.owner != nil; b = b.owner.in {
		if b.owner == other {
			return true
		}
	}
	return false
}

// add puts an item at the end of a body, after what stands there.
func (b *body) add(it *item) {
	it.in = b
	it.after = b.last
	b.items = append(b.items, it)
	b.last = []*item{it}
}

// set gives an attribute a value.
func (it *item) set(name string, v value) {
	for i := range it.attrs {
		if it.attrs[i].name == name {
			it.attrs[i].v = v
			return
		}
	}
	it.attrs = append(it.attrs, named{name, v})
}
