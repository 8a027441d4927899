package compiler

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/catalog"
	"github.com/pipectl/pipectl/dsl/expr"
)

// A branch that is stopped because another one failed takes its variables with
// it, and what would have ended its clusters does not run. A cluster that is
// created in a branch is therefore tagged with its execution, and when the tasks
// have failed all that carry the tag and still run are looked for, and ended:
//
//	NAME-left       which clusters have been created since?  page by page
//	NAME-left-each  for each: is it this execution's?        then it is ended

// beside: the machine has to look for the cluster, if the pipeline fails.
func (c *compile) beside(cl *dsl.Cluster, f frame) bool {
	if !f.forked || !ends(cl) || cl.KeepOnFailure && !c.succeeds() {
		return false
	}
	if cl.Keep != nil {
		if v, ok := expr.Static(cl.Keep); ok && !v.IsNull() && v.True() {
			return false
		}
	}
	return true
}

// tagged adds the execution's tag to the arguments of a creation, unless the
// cluster is kept.
func (c *compile) tagged(n *clusterNode, args *argument) {
	var tags expr.Expr = &expr.Lit{Val: cty.EmptyTupleVal, Rng: n.cluster.Range}
	for _, m := range args.members {
		if m.key == clusterKind.Tags && m.leaf != nil {
			tags = m.leaf
		}
	}
	keep := n.cluster.Keep
	if keep == nil {
		keep = &expr.Lit{Val: cty.False, Rng: n.cluster.Range}
	}
	args.set([]string{clusterKind.Tags}, c.template(clusterKind.Tagged, func(name string) expr.Expr {
		switch name {
		case "tags":
			return tags
		case "keep":
			return keep
		}
		return nil
	}, cty.DynamicPseudoType), true, true)
}

// emitLeft writes what ends the clusters that are left when the tasks have
// failed, and returns where it begins. success is where it goes on after
// "succeed_pipeline", empty where nothing ends so.
func (c *compile) emitLeft(failure, success string) (string, []asl.Entry) {
	next := failure
	var out []asl.Entry
	if success != "" {
		next = c.name("pipeline-left")
		out = append(out, c.state(next, "", "", c.p.Range, &asl.Choice{
			Choices: []asl.Rule{{Condition: asl.Code{Expr: present(&jsonata.Var{Name: rootError})}, Next: failure}},
			Default: success,
		}))
	}
	for i := len(c.left) - 1; i >= 0; i-- {
		first, states := c.emitOneLeft(c.left[i], next)
		out = append(states, out...)
		next = first
	}
	return next, out
}

func (c *compile) emitOneLeft(n *clusterNode, next string) (string, []asl.Entry) {
	cl := n.cluster
	page := "next_" + cl.Name
	name, each, more := c.name(cl.Name+"-left"), c.name(cl.Name+"-left-each"), c.name(cl.Name+"-left-more")
	ignore := func(to string, output asl.Value) []asl.Catcher {
		return []asl.Catcher{{ErrorEquals: []string{"States.ALL"}, Output: output, Next: to}}
	}
	root := &clusterNode{cluster: cl, frame: frame{}}
	marker := states("input", page)
	arguments := nodeOf(c.clusterArguments(root, clusterKind.Left))
	look := &asl.Task{
		Resource: c.resource(clusterKind.Left.Resource),
		Arguments: code(call("merge", &jsonata.Array{Items: []jsonata.Node{
			arguments,
			&jsonata.Cond{If: present(marker), Then: &jsonata.Object{Pairs: []jsonata.Pair{{Key: str(clusterKind.Page), Value: marker}}}},
		}})),
		Retry: c.retriers([]dsl.Retry{dsl.TransientRetry}, clusterKind.FindTransient),
		Catch: ignore(next, asl.Object{}),
		Common: asl.Common{Output: code(&jsonata.Object{Pairs: []jsonata.Pair{
			{Key: str("ids"), Value: c.leftIDs(root)},
			{Key: str(page), Value: states("result", clusterKind.Page)},
		}})},
		Flow: asl.Flow{Next: each},
	}
	elements := &asl.Map{
		Items:     code(states("input", "ids")),
		Processor: c.leftProcessor(root),
		Catch:     ignore(more, code(states("input"))),
		Common:    asl.Common{Output: code(states("input"))},
		Flow:      asl.Flow{Next: more},
	}
	pages := &asl.Choice{
		Choices: []asl.Rule{{Condition: asl.Code{Expr: call("exists", marker)}, Next: name}},
		Default: next,
		Common:  asl.Common{Output: asl.Object{}},
	}
	pages.Choices[0].Output = code(&jsonata.Object{Pairs: []jsonata.Pair{{Key: str(page), Value: marker}}})
	out := []asl.Entry{c.cluster(name, cl, "left", look), c.cluster(each, cl, "", elements), c.cluster(more, cl, "", pages)}
	if cl.KeepOnFailure {
		kept := c.name(cl.Name + "-left-kept")
		out = append([]asl.Entry{c.cluster(kept, cl, "", &asl.Choice{
			Choices: []asl.Rule{{Condition: asl.Code{Expr: present(&jsonata.Var{Name: rootError})}, Next: next}},
			Default: name,
		})}, out...)
		name = kept
	}
	return name, out
}

// leftIDs are the clusters on a page that may be the one: those of its name,
// where that is known out here.
func (c *compile) leftIDs(n *clusterNode) jsonata.Node {
	src := `[for one in result.Clusters : one.Id]`
	if name := n.cluster.ClusterName; name != nil && len(taskReads(name)) == 0 && !mentionsEach(name) {
		src = clusterKind.Found
	}
	x := c.template(src, c.clusterLook(n, answers{result: &clusterKind.Left.Answer}), cty.DynamicPseudoType)
	return c.node(x, n.frame, nil, &locals{result: states("result")})
}

func mentionsEach(e expr.Expr) bool {
	for _, m := range expr.Mentions(e) {
		if _, ok := m.Ref.Source.(expr.Each); ok {
			return true
		}
	}
	return false
}

// leftProcessor ends a cluster whose id is the input, if it is this execution's.
func (c *compile) leftProcessor(n *clusterNode) *asl.Machine {
	cl := n.cluster
	at := func(part, role string) (string, func(asl.State) asl.Entry) {
		name := c.name(cl.Name + "-left-" + part)
		return name, func(s asl.State) asl.Entry { return c.cluster(name, cl, role, s) }
	}
	describe, describing := at("describe", "left")
	check, checking := at("check", "")
	other, othering := at("other", "")
	terminate, terminating := at("terminate", "terminate")
	retry := c.retriers([]dsl.Retry{dsl.TransientRetry}, clusterKind.Transient)
	id := states("input", "ClusterId")
	call := func(k catalog.Call) asl.Object {
		o, _ := c.clusterArguments(n, k).(asl.Object)
		out := asl.Object{}
		for _, m := range o {
			if m.Key == "ClusterId" {
				m.Value = code(id)
			}
			out = append(out, m)
		}
		return out
	}
	mine := c.node(c.template(clusterKind.Mine, c.clusterLook(n, answers{result: &clusterKind.Describe.Answer}), cty.Bool),
		n.frame, nil, &locals{result: states("result")})
	first := terminate
	var unprotect []asl.Entry
	if cl.Protected {
		name, entry := at("unprotect", "")
		first = name
		unprotect = []asl.Entry{entry(&asl.Task{
			Resource:  c.resource(clusterKind.Unprotect.Resource),
			Arguments: call(clusterKind.Unprotect),
			Retry:     retry,
			Catch:     []asl.Catcher{{ErrorEquals: []string{"States.ALL"}, Output: code(states("input")), Next: terminate}},
			Common:    asl.Common{Output: code(states("input"))},
			Flow:      asl.Flow{Next: terminate},
		})}
	}
	entries := []asl.Entry{
		describing(&asl.Task{
			Resource:  c.resource(clusterKind.Describe.Resource),
			Arguments: asl.Object{{Key: "ClusterId", Value: code(states("input"))}},
			Retry:     c.retriers([]dsl.Retry{dsl.TransientRetry}, clusterKind.FindTransient),
			Common: asl.Common{Output: asl.Object{
				{Key: "ClusterId", Value: code(states("input"))},
				{Key: "mine", Value: code(mine)},
			}},
			Flow: asl.Flow{Next: check},
		}),
		checking(&asl.Choice{Choices: []asl.Rule{{Condition: asl.Code{Expr: states("input", "mine")}, Next: first}}, Default: other}),
	}
	entries = append(entries, unprotect...)
	entries = append(entries,
		terminating(&asl.Task{
			Resource:  c.resource(clusterKind.Terminate.Resource),
			Arguments: call(clusterKind.Terminate),
			Retry:     retry,
			Catch:     []asl.Catcher{{ErrorEquals: []string{"States.ALL"}, Output: asl.Object{}, Next: other}},
			Common:    asl.Common{Output: asl.Object{}},
			Flow:      asl.Flow{End: true},
		}),
		othering(&asl.Succeed{Common: asl.Common{Output: asl.Object{}}}),
	)
	return &asl.Machine{ProcessorConfig: &asl.ProcessorConfig{Mode: "INLINE"}, StartAt: describe, States: entries}
}
