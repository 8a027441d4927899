package compiler

import (
	"slices"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/expr"
)

// emitBlock writes a stage, a sequence or a parallel.
func (c *compile) emitBlock(n *blockNode, f flow) (string, []asl.Entry) {
	b := n.block
	v := c.variable(outputVar(b.Name))
	if n.around == nil {
		if !v.used && !c.tellsRan(&b.Common) && n.inner != nil {
			return c.emit(n.inner, f)
		}
		output := b.Body.Output
		if !v.used {
			output = nil
		}
		return c.emitOutput(n, f, func(in *site) map[*variable]own {
			return c.ran(&b.Common, map[*variable]own{v: c.outputOwn(output, n.frame, in)})
		})
	}
	p := &asl.Parallel{Common: asl.Common{Comment: b.Description}}
	name := c.name(n.name)
	tracks := c.tracks && (f.fail != nil || len(n.catches) > 0)
	for _, br := range n.around {
		p.Branches = append(p.Branches, c.body(br, tracks))
	}
	p.Retry = c.blockRetriers(b.Retry)
	own := c.ran(&b.Common, map[*variable]own{v: nodeOwn(result(0))})
	if b.Type == "parallel" {
		own[v] = parallelOwn(b)
	}
	extra := c.emitCatches(n.catches, n.frame, f, b, &p.Catch, "")
	if tracks && f.fail == nil {
		extra = append(extra, c.unmark(&p.Catch, &b.Common, extra)...)
	}
	c.catchRest(&p.Catch, f.fail, "")
	c.finish(&p.Common, &p.Flow, f, &site{own})
	return name, append([]asl.Entry{c.state(name, b.Name, "", b.Range, p)}, extra...)
}

// emitOutput writes a stage that gives something: its last state does where that
// can do so, else a Pass.
func (c *compile) emitOutput(n *blockNode, f flow, give func(*site) map[*variable]own) (string, []asl.Entry) {
	b := n.block
	if b.Description == "" && n.inner != nil && !c.blames(b.Body.Output, f) && c.givesMore(n.inner, n.reads) {
		return c.emit(n.inner, f.besides(give, n.reads[0], n.reads[1]))
	}
	name := c.name(n.name)
	pass := &asl.Pass{Common: asl.Common{Comment: b.Description}}
	c.finish(&pass.Common, &pass.Flow, f, &site{give(nil)})
	if f.next != "" {
		pass.Output = nil // its input is {} already
	}
	first, states := c.emit(n.inner, flow{next: name, fail: f.fail})
	return first, append(states, c.state(name, b.Name, "", b.Range, pass))
}

// givesMore: the last state of a part can give what a block around it does. What
// the block's output reads of it is then written in place of its variable, so it
// has to be no more than a path; reads are the uses of the output, as in a
// blockNode.
func (c *compile) givesMore(n node, reads [2]int) bool {
	read := func(name string) bool {
		return slices.ContainsFunc(c.variable(outputVar(name)).uses, func(i int) bool { return reads[0] <= i && i < reads[1] })
	}
	switch n := n.(type) {
	case *seqNode:
		return c.givesMore(n.parts[len(n.parts)-1], reads)
	case *taskNode:
		t := n.task
		if t.Mode != nil && t.Mode.Then != nil {
			return false
		}
		return endsPlainly(n) && (!read(t.Name) || c.givesPath(t))
	case *eachNode:
		keyed, known := n.each.of.Keyed()
		return !read(n.item.Base().Name) || known && !keyed || !n.each.of.Collects()
	case *blockNode:
		b := n.block
		if read(b.Name) && (b.Type == "parallel" || n.inner != nil && b.Body.Output != nil) {
			return false
		}
		return endsPlainly(n) && (n.inner == nil || c.givesMore(n.inner, reads))
	default:
	}
	return endsPlainly(n)
}

// blames: an error in the output of a block would be told as one of its last task.
func (c *compile) blames(output expr.Expr, f flow) bool {
	return c.tracks && f.fail != nil && fails(output)
}

// givesPath: the output of a task is a member of its call's answer, or the whole.
func (c *compile) givesPath(t *dsl.Task) bool {
	switch {
	case t.Output != nil || t.Kind.Name == "value":
		return false
	case t.Poll != nil || t.Mode == nil:
		return true
	}
	v := c.variable(outputVar(t.Name))
	return isPath(c.unwrapped(t, t.Mode.Unwrap, states("result"), t.Mode.Metadata, v.whole))
}

// outputOwn is the output of a body, seen from its last state; {} where it has
// none.
func (c *compile) outputOwn(output expr.Expr, f frame, s *site) own {
	if output == nil {
		return own{
			node:  func() jsonata.Node { return &jsonata.Object{} },
			value: func() asl.Value { return asl.Object{} },
		}
	}
	return own{
		node:  func() jsonata.Node { return c.node(output, f, s, nil) },
		value: func() asl.Value { return c.value(output, f, s, nil) },
	}
}

// parallelOwn is the output of a parallel block: its branches' by name.
func parallelOwn(b *dsl.Block) own {
	return own{
		node: func() jsonata.Node {
			o := &jsonata.Object{}
			for i, br := range b.Branches {
				o.Pairs = append(o.Pairs, jsonata.Pair{Key: &jsonata.String{Value: br.Name}, Value: result(i)})
			}
			return o
		},
		value: func() asl.Value {
			var o asl.Object
			for i, br := range b.Branches {
				o = append(o, asl.Member{Key: br.Name, Value: asl.Code{Expr: result(i)}})
			}
			return o
		},
	}
}
