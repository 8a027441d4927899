package resume

import (
	"slices"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/replay"
	"github.com/pipectl/pipectl/compiler"
	"github.com/pipectl/pipectl/dsl"
)

// origins say what states belong to.
type origins struct {
	source   compiler.SourceMap
	items    map[string]itemOrigin
	declared []string // tasks
	inPart   map[string][]string
}

// An itemOrigin is what holds of all states of an item, a cluster or a part.
type itemOrigin struct {
	after string
	never bool
	whole bool
}

func newOrigins(p *dsl.Pipeline, r *compiler.Result, again []string) *origins {
	o := &origins{source: r.SourceMap, items: map[string]itemOrigin{}, inPart: map[string][]string{}}
	o.body(p.Body, itemOrigin{})
	// They deal with how an execution ends, and another one ends otherwise.
	o.body(p.OnFailure, itemOrigin{never: true})
	o.body(p.Finally, itemOrigin{never: true})
	for _, c := range p.Clusters {
		// One that is found may be gone by now.
		o.items[c.Name] = itemOrigin{never: c.Reuse}
	}
	o.again(p.Body, again)
	tasks := func(b *dsl.Body) {
		eachItem(b, func(item dsl.Item) {
			if t, ok := item.(*dsl.Task); ok {
				o.declared = append(o.declared, t.Name)
			}
		})
	}
	tasks(p.Body)
	for _, part := range slices.Backward(r.Parts) { // one that runs another comes before it
		o.ofPart(part)
	}
	return o
}

// body notes what a body holds.
func (o *origins) body(b *dsl.Body, at itemOrigin) {
	if b == nil {
		return
	}
	for _, item := range b.Items {
		base := item.Base()
		of := at
		// What was given counts, whatever the task gave then.
		of.never = of.never || replay.MarkOf(base.Description) == replay.Skipped
		if t, ok := item.(*dsl.Task); ok {
			of.whole = t.Kind.Verbatim || t.Kind.Name == "value"
		}
		o.items[base.Name] = of
		if block, ok := item.(*dsl.Block); ok {
			for _, inner := range block.Bodies() {
				o.body(inner, at)
			}
		}
		for _, c := range base.Catch {
			inner := at
			inner.after = base.Name
			o.body(c.Body, inner)
		}
	}
}

// eachItem calls f for all items of a body and of those inside, in their order.
func eachItem(b *dsl.Body, f func(dsl.Item)) {
	if b == nil {
		return
	}
	for _, item := range b.Items {
		f(item)
		if block, ok := item.(*dsl.Block); ok {
			for _, inner := range block.Bodies() {
				eachItem(inner, f)
			}
		}
		for _, c := range item.Base().Catch {
			eachItem(c.Body, f)
		}
	}
}

// again marks items that are done again, and what waits for them: in the same body,
// and of the blocks around in theirs.
func (o *origins) again(b *dsl.Body, names []string) (found bool) {
	if b == nil {
		return false
	}
	reached := map[dsl.Item]bool{}
	for _, item := range b.Items {
		base := item.Base()
		switch {
		case slices.Contains(names, base.Name):
			reached[item] = true
		case o.againInside(item, names):
			// Of the block only what the names reach inside is done again.
			found = true
			o.never(base.Name)
			o.follow(b, item, reached)
		}
	}
	for _, item := range b.Items {
		if reached[item] {
			o.follow(b, item, reached)
		}
	}
	for _, item := range b.Items {
		if !reached[item] {
			continue
		}
		found = true
		o.never(item.Base().Name)
		eachItem(&dsl.Body{Items: []dsl.Item{item}}, func(inner dsl.Item) { o.never(inner.Base().Name) })
	}
	return found
}

func (o *origins) againInside(item dsl.Item, names []string) (found bool) {
	if block, ok := item.(*dsl.Block); ok {
		for _, inner := range block.Bodies() {
			found = o.again(inner, names) || found
		}
	}
	for _, c := range item.Base().Catch {
		found = o.again(c.Body, names) || found
	}
	return found
}

// follow reaches what waits for an item in its body.
func (o *origins) follow(b *dsl.Body, from dsl.Item, reached map[dsl.Item]bool) {
	for _, item := range b.Items {
		if reached[item] || item == from {
			continue
		}
		if slices.ContainsFunc(item.Base().Deps, func(d dsl.Dep) bool { return d.On == from }) {
			reached[item] = true
			o.follow(b, item, reached)
		}
	}
}

func (o *origins) never(name string) {
	of := o.items[name]
	of.never = true
	o.items[name] = of
}

// ofPart notes what a part holds, and the parts that it runs, which are noted before:
// it is run again if anything in it is.
func (o *origins) ofPart(part compiler.Part) {
	of := itemOrigin{}
	asl.Walk(part.Machine, func(_, name string, _ asl.State) {
		item := o.source[name].Item
		if item == "" || slices.Contains(o.inPart[part.Name], item) {
			return
		}
		o.inPart[part.Name] = append(append(o.inPart[part.Name], item), o.inPart[item]...)
		of.never = of.never || o.items[item].never
	})
	o.items[part.Name] = of
}

// part is the part that a state runs; empty: none.
func (o *origins) part(state string) string {
	if from := o.source[state]; from.Role == "part" {
		return from.Item
	}
	return ""
}

// of is the origin of a state.
func (o *origins) of(state string) replay.Origin {
	from := o.source[state]
	of, known := o.items[from.Item]
	switch {
	case from.Fails:
		return replay.Origin{Item: from.Item, Never: true}
	case !known, from.Role == "when", from.Role == "skipped", from.Role == "left", from.Role == "executions":
		// A question of the machine itself is asked again.
		return replay.Origin{Never: true}
	}
	return replay.Origin{
		Item: from.Item, Well: from.Well, After: of.after, Never: of.never,
		Whole: of.whole && from.Role == "task",
	}
}
