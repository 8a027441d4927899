package importer

import (
	"slices"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
)

func (s *scope) parallel(b *body, n *node, x *asl.Parallel, e env) []way {
	in := b
	var it *item
	if len(x.Retry)+len(x.Catch) > 0 {
		it = s.m.item(n.name, "")
		it.block = "stage"
		it.note = x.Comment
		it.retry = s.m.retriers(x.Retry, nil)
		b.add(it)
		in = &body{owner: it}
		it.bodies = []*body{in}
	}
	inner := env{input: e.input, vars: e.vars}
	if x.Arguments != nil {
		inner.input = s.m.translate(x.Arguments, e)
	}
	start := in.last
	var ends []*item
	gives := &tuple{}
	never := false
	for _, branch := range x.Branches {
		in.last = start
		end := s.m.whole(in, branch, inner)
		for _, l := range in.last {
			if !slices.Contains(ends, l) {
				ends = append(ends, l)
			}
		}
		if end == nil {
			never = true
			gives.items = append(gives.items, &foreign{text: jsonata.Print(wrong("nothing ends here"))})
			continue
		}
		gives.items = append(gives.items, end.input)
	}
	in.last = slices.DeleteFunc(ends, func(i *item) bool { return len(ends) > len(start) && slices.Contains(start, i) })
	var result value = gives
	if c, ok := known(gives); ok {
		result = constant{c}
	}
	if it == nil {
		out := e
		out.result = result
		if x.Output == nil {
			out.input = result
		}
		next := s.leave(b, n.name, x.Output, x.Assign, out)
		if never {
			return nil
		}
		return s.on(x.Flow, next)
	}
	it.raw = result
	it.leaves = true
	return s.after(b, it, n.name, x.Common, x.Flow, x.Catch, e)
}

func (s *scope) mapped(b *body, n *node, x *asl.Map, e env) []way {
	it := s.m.item(n.name, "")
	it.block = "map"
	it.note = x.Comment
	in := b
	var outer *item
	if len(x.Retry)+len(x.Catch) > 0 {
		outer = s.m.item(n.name+" all", "")
		outer.block = "stage"
		outer.retry = s.m.retriers(x.Retry, nil)
		b.add(outer)
		in = &body{owner: outer}
		outer.bodies = []*body{in}
	}
	if s.m.levels[n.name] >= levelStay || !s.mapInto(in, it, x, e) {
		s.m.unname(it)
		it = s.stays(in, n.name, x, e)
	}
	if outer != nil {
		outer.raw, outer.leaves = it.raw, true
		it = outer
	}
	return s.after(b, it, n.name, x.Common, x.Flow, x.Catch, e)
}

// mapInto writes a Map; false where it has what a map block has not.
func (s *scope) mapInto(b *body, it *item, x *asl.Map, e env) bool {
	if x.Processor == nil {
		return false
	}
	config := x.Processor.ProcessorConfig
	distributed := config != nil && config.Mode == "DISTRIBUTED" || config == nil && x.ItemReader != nil
	each := ref{root: root{what: rootEach, item: it}}
	inner := env{input: each, vars: e.vars}
	if x.ItemReader != nil {
		reader, ok := x.ItemReader.(asl.Object)
		if !ok || !distributed {
			return false
		}
		it.set("reader", s.m.translate(reader, e))
	} else {
		items := s.m.translate(x.Items, e)
		if c, ok := items.(constant); ok && s.m.foreign(e.state) {
			items = &foreign{text: jsonata.Print(nodeOf(c.v))} // what it is shows when it runs
		}
		it.set("items", items)
	}
	if x.MaxConcurrency != nil && x.MaxConcurrency != asl.Number("0") {
		it.set("concurrency", s.m.translate(x.MaxConcurrency, e))
	}
	if distributed {
		it.set("distributed", constant{asl.Bool(true)})
		if config != nil && config.ExecutionType == "EXPRESS" {
			it.set("execution", text("express"))
		}
		if x.Label != "" {
			it.set("label", text(x.Label))
		}
		switch {
		case x.ToleratedFailurePercentage != nil:
			it.set("tolerate", joinTexts([]value{s.m.translate(x.ToleratedFailurePercentage, e), text("%")}))
		case x.ToleratedFailureCount != nil:
			it.set("tolerate", s.m.translate(x.ToleratedFailureCount, e))
		}
		if x.ResultWriter != nil {
			it.set("writer", s.m.translate(x.ResultWriter, e))
		}
	} else if x.ResultWriter != nil || x.ItemBatcher != nil {
		return false
	} else if x.ToleratedFailureCount != nil || x.ToleratedFailurePercentage != nil {
		s.m.note("%q tolerates failures, which means nothing on a Map that is not distributed: left out", it.state)
	}
	if x.ItemSelector != nil {
		se := e
		se.item, se.index, se.key = each, ref{root: root{what: rootIndex, item: it}}, ref{root: root{what: rootKey, item: it}}
		inner.input = s.m.translate(x.ItemSelector, se)
	}
	if x.ItemBatcher != nil {
		o, _ := x.ItemBatcher.(asl.Object)
		most, _ := o.Get("MaxItemsPerBatch")
		_, bytes := o.Get("MaxInputBytesPerBatch")
		c, ok := s.m.translate(most, e).(constant)
		if !ok {
			return false // it has to be known
		}
		n, ok := c.v.(asl.Number)
		if !ok {
			return false
		}
		if bytes {
			s.m.note("the batches of %q have no limit of bytes any more, only that of items", it.state)
		}
		it.set("batch", constant{n})
		items := value(each)
		if x.ItemSelector != nil { // of each item, before they are put together
			se := e
			se.item, se.index, se.key = loopVar{name: "item"}, hole{why: "the index of an item of a batch"}, hole{why: "the key of an item of a batch"}
			items = &loop{name: "item", list: each, body: s.m.translate(x.ItemSelector, se)}
		}
		batch := &object{members: []named{{"Items", items}}}
		if in, ok := o.Get("BatchInput"); ok {
			batch.members = append([]named{{"BatchInput", s.m.translate(in, e)}}, batch.members...)
		}
		inner.input = batch
	}
	b.add(it)
	in := &body{owner: it}
	it.bodies = []*body{in}
	end := s.m.whole(in, x.Processor, inner)
	it.gives = &foreign{text: jsonata.Print(wrong("nothing ends here"))}
	if end != nil {
		it.gives = end.input
	}
	it.raw = outputOf(it)
	return true
}
