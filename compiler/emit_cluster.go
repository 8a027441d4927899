package compiler

import (
	"slices"
	"strings"
	"time"

	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/catalog"
	"github.com/pipectl/pipectl/dsl/expr"
)

// A cluster is created before its span and ended after it, well or badly:
//
//	NAME-needed   are there users that are not skipped?     where they may be
//	NAME-given    was one given?                            use at run time
//	NAME-find     is there one of this name?                acquire = "reuse"
//	NAME-create   …and NAME-bootstrap, NAME-again after a failure
//	NAME          a Parallel around the span, so that every error of it is caught
//	NAME-terminate
//	NAME-check    was there an error? then it is raised again

// clusterKind is the only kind of cluster.
var clusterKind = catalog.Clusters[0]

func (c *compile) emitCluster(n *clusterNode, f flow) (string, []asl.Entry) {
	cl := n.cluster
	c.noteCluster(cl)
	if !ends(cl) {
		first, states := c.emit(n.span.body, f)
		return c.emitAcquire(n, first, first, f, states)
	}
	// The error of the span, null when there was none.
	failed := errorVar(cl.Name)
	kept := errorAt{name: dots(&jsonata.Var{Name: failed}, "Error"), cause: dots(&jsonata.Var{Name: failed}, "Cause")}

	name := c.name(cl.Name)
	p := &asl.Parallel{Branches: []*asl.Machine{c.body(n.span, c.tracks && f.fail != nil)}}
	own := map[*variable]own{}
	for v, from := range n.frame.scope.assigns {
		if from == n.span.scope {
			own[v] = nodeOwn(resultMember(0, v.name))
		}
	}
	held := asl.Object{{Key: failed, Value: asl.Object{
		{Key: "Error", Value: code(states("errorOutput", "Error"))},
		{Key: "Cause", Value: code(errorCaught("").cause)},
	}}}

	var out []asl.Entry
	// After the end: raise the error again, or go on.
	check := c.name(cl.Name + "-check")
	var checkStates []asl.Entry
	raised, assign, raiseStates := c.raise(cl.Name+"-failed", cl.Name, Origin{Range: cl.Range}, f, kept)
	after, tail := c.exit(cl.Name+"-done", cl.Name, cl.Range, f, &site{})
	c.well(cl.Name, after)
	choice := &asl.Choice{
		Choices: []asl.Rule{{Condition: asl.Code{Expr: binary("!=", &jsonata.Var{Name: failed}, &jsonata.Null{})}, Next: raised, Assign: assign}},
		Default: after,
	}
	checkStates = append(checkStates, c.cluster(check, cl, "", choice))
	checkStates = append(append(checkStates, raiseStates...), tail...)

	onFailure := ""
	end, endStates := c.emitEnd(n, check)
	if cl.KeepOnFailure {
		onFailure = check
	} else {
		onFailure = end
	}
	for _, e := range []string{"States.DataLimitExceeded", "States.ALL"} {
		p.Catch = append(p.Catch, asl.Catcher{ErrorEquals: []string{e}, Assign: held, Output: asl.Object{}, Next: onFailure})
	}
	p.Next = end
	p.Output = asl.Object{}
	good, _ := c.assign(&site{own}).(asl.Object)
	p.Assign = append(good, asl.Member{Key: failed, Value: asl.Null{}})
	out = append(out, c.cluster(name, cl, "", p))
	out = append(append(out, endStates...), checkStates...)
	return c.emitAcquire(n, name, after, f, out)
}

func (c *compile) cluster(name string, cl *dsl.Cluster, role string, s asl.State) asl.Entry {
	return c.state(name, cl.Name, role, cl.Range, s)
}

// emitEnd writes the end of a cluster, and returns where it begins.
func (c *compile) emitEnd(n *clusterNode, next string) (string, []asl.Entry) {
	cl := n.cluster
	ignore := []asl.Catcher{{ErrorEquals: []string{"States.ALL"}, Output: asl.Object{}, Next: next}}
	retry := c.retriers(onlyTransient(cl.Retry), clusterKind.Transient)
	name := c.name(cl.Name + "-terminate")
	var out []asl.Entry
	first := name
	if cl.Protected {
		first = c.name(cl.Name + "-unprotect")
		out = append(out, c.cluster(first, cl, "", &asl.Task{
			Resource:  c.resource(clusterKind.Unprotect.Resource),
			Arguments: c.clusterArguments(n, clusterKind.Unprotect),
			Retry:     retry,
			Catch:     []asl.Catcher{{ErrorEquals: []string{"States.ALL"}, Output: asl.Object{}, Next: name}},
			Common:    asl.Common{Output: asl.Object{}},
			Flow:      asl.Flow{Next: name},
		}))
	}
	out = append(out, c.cluster(name, cl, "terminate", &asl.Task{
		Resource:  c.resource(clusterKind.Terminate.Resource),
		Arguments: c.clusterArguments(n, clusterKind.Terminate),
		Retry:     retry,
		Catch:     ignore,
		Common:    asl.Common{Output: asl.Object{}},
		Flow:      asl.Flow{Next: next},
	}))
	// Left to idle_timeout: kept, given, or never created.
	var leave []jsonata.Node
	if cl.Keep != nil {
		leave = append(leave, c.cond(cl.Keep, n.frame))
	}
	if cl.Use != nil {
		leave = append(leave, call("not", &jsonata.Var{Name: madeVar(cl)}))
	}
	if len(n.needed) > 0 {
		leave = append(leave, isNull(&jsonata.Var{Name: clusterVar(cl.Name)}))
	}
	if len(leave) > 0 {
		keep := c.name(cl.Name + "-keep")
		out = append([]asl.Entry{c.cluster(keep, cl, "", &asl.Choice{
			Choices: []asl.Rule{{Condition: asl.Code{Expr: join("or", leave)}, Next: next}},
			Default: first,
		})}, out...)
		first = keep
	}
	return first, out
}

// madeVar says whether the cluster was created by this execution.
func madeVar(cl *dsl.Cluster) string { return "made_" + cl.Name }

// emitAcquire writes what comes before the span, which begins with first.
func (c *compile) emitAcquire(n *clusterNode, first, after string, f flow, span []asl.Entry) (string, []asl.Entry) {
	cl := n.cluster
	id := clusterVar(cl.Name)
	made := func(b bool) asl.Object {
		if cl.Use == nil || !ends(cl) {
			return nil
		}
		return asl.Object{{Key: madeVar(cl), Value: asl.Bool(b)}}
	}
	var out []asl.Entry

	// What the creation wants assigned before it is part of a state that is
	// there anyway, or else of a Pass.
	create, count, createStates := c.emitCreate(n, first, f, made(true))
	if count != nil && !cl.Reuse && cl.Use == nil && len(n.needed) == 0 {
		tries := c.name(cl.Name + "-tries")
		out = append(out, c.cluster(tries, cl, "", &asl.Pass{Common: asl.Common{Assign: count}, Flow: asl.Flow{Next: create}}))
		create = tries
	}
	begin := create
	out = append(out, createStates...)
	if cl.Reuse {
		find := c.name(cl.Name + "-find")
		found := c.name(cl.Name + "-found")
		look := c.clusterLook(n, answers{result: &clusterKind.Find.Answer})
		ids := c.node(c.template(clusterKind.Found, look, cty.DynamicPseudoType), n.frame, nil, &locals{result: states("result")})
		one := &jsonata.Filter{X: &jsonata.Var{Name: "found"}, Pred: &jsonata.Number{Value: 0}}
		node := &jsonata.Block{Exprs: []jsonata.Node{
			&jsonata.Assign{Var: "found", Value: ids},
			&jsonata.Cond{If: call("exists", one), Then: one, Else: &jsonata.Null{}},
		}}
		// The answer comes in pages. What asks for the next one goes from the
		// search to itself in the input.
		page := "next_" + cl.Name
		next, more := states("input", page), states("result", clusterKind.Page)
		lookup := &asl.Task{
			Resource: c.resource(clusterKind.Find.Resource),
			Arguments: code(call("merge", &jsonata.Array{Items: []jsonata.Node{
				nodeOf(c.clusterArguments(n, clusterKind.Find)),
				&jsonata.Cond{If: present(next), Then: &jsonata.Object{Pairs: []jsonata.Pair{{Key: str(clusterKind.Page), Value: next}}}},
			}})),
			Retry: c.retriers(onlyTransient(cl.Retry), clusterKind.FindTransient),
			Catch: c.catchers(f.fail, cl.Name),
			Common: asl.Common{
				Output: code(&jsonata.Object{Pairs: []jsonata.Pair{{Key: str(page), Value: more}}}),
				Assign: append(asl.Object{{Key: id, Value: code(node)}}, count...),
			},
			Flow: asl.Flow{Next: found},
		}
		choice := &asl.Choice{
			Choices: []asl.Rule{
				{Condition: asl.Code{Expr: present(&jsonata.Var{Name: id})}, Output: asl.Object{}, Next: first},
				{Condition: asl.Code{Expr: call("exists", next)}, Next: find},
			},
			Default: create,
		}
		out = append([]asl.Entry{c.cluster(find, cl, "", lookup), c.cluster(found, cl, "", choice)}, out...)
		begin = find
	}
	if cl.Use != nil {
		given := c.name(cl.Name + "-given")
		use := c.node(cl.Use, n.frame, nil, nil)
		assign := append(asl.Object{{Key: id, Value: code(use)}}, made(false)...)
		choice := &asl.Choice{
			Choices: []asl.Rule{{Condition: asl.Code{Expr: binary("!=", use, &jsonata.Null{})}, Next: first, Assign: assign}},
			Default: begin,
		}
		if count != nil && !cl.Reuse {
			choice.Assign = count
		}
		out = append([]asl.Entry{c.cluster(given, cl, "", choice)}, out...)
		begin = given
	}
	if len(n.needed) > 0 {
		var anyOf []jsonata.Node
		for _, u := range n.needed {
			anyOf = append(anyOf, c.runs(u.terms, func() jsonata.Node {
				var all []jsonata.Node
				for _, w := range u.when {
					all = append(all, c.cond(w, n.frame))
				}
				return join("and", all)
			}))
		}
		needed := c.name(cl.Name + "-needed")
		rule := asl.Rule{Condition: asl.Code{Expr: join("or", anyOf)}, Next: begin}
		if count != nil && !cl.Reuse && cl.Use == nil {
			rule.Assign = count
		}
		out = append([]asl.Entry{c.cluster(needed, cl, "", &asl.Choice{
			Choices: []asl.Rule{rule},
			Default: first,
			Common:  asl.Common{Assign: append(asl.Object{{Key: id, Value: asl.Null{}}}, made(false)...)},
		})}, out...)
		begin = needed
	}
	return begin, append(out, span...)
}

// emitCreate writes the creation, and what tries it again after a bootstrap
// action that failed. Count is what has to be assigned before it begins; nil:
// nothing.
func (c *compile) emitCreate(n *clusterNode, next string, f flow, made asl.Object) (first string, count asl.Object, out []asl.Entry) {
	cl := n.cluster
	id := clusterVar(cl.Name)
	name := c.name(cl.Name + "-create")
	look := c.clusterLook(n, answers{result: &clusterKind.Create.Answer})
	unwrapped := bare(c.node(c.template(clusterKind.Unwrap, look, cty.String), n.frame, nil, &locals{result: states("result")}))
	var again *dsl.Retry
	var direct []dsl.Retry
	for _, r := range cl.Retry {
		if slices.Contains(r.On, clusterKind.Renamed.Error) && r.Attempts > 0 {
			x := r
			again = &x
		}
		r.On = slices.DeleteFunc(slices.Clone(r.On), func(s string) bool { return s == clusterKind.Renamed.Error })
		if len(r.On) > 0 {
			direct = append(direct, r)
		}
	}
	create := &asl.Task{
		Resource:  c.resource(clusterKind.Create.Resource),
		Arguments: c.clusterArguments(n, clusterKind.Create),
		Retry:     c.retriers(direct, clusterKind.Transient),
		Common:    asl.Common{Output: asl.Object{}, Assign: append(asl.Object{{Key: id, Value: code(unwrapped)}}, made...)},
		Flow:      asl.Flow{Next: next},
	}
	if cl.Timeout > 0 {
		create.TimeoutSeconds = number(int64(cl.Timeout / time.Second))
	}
	// A bootstrap action that failed has no error name of its own in AWS.
	held := errorVar(cl.Name)
	v := &jsonata.Var{Name: held}
	why := c.name(cl.Name + "-bootstrap")
	noted := asl.Object{{Key: held, Value: asl.Object{
		{Key: "Error", Value: code(states("errorOutput", "Error"))},
		{Key: "Cause", Value: code(errorCaught("").cause)},
	}}}
	create.Catch = []asl.Catcher{{ErrorEquals: []string{clusterKind.Renamed.From}, Assign: noted, Output: asl.Object{}, Next: why}}
	c.catchRest(&create.Catch, f.fail, cl.Name)

	when := c.condAt(c.template(clusterKind.Renamed.When, c.clusterLook(n, answers{}), cty.Bool),
		frame{scope: n.frame.scope, handler: &handler{variable: held}}, nil)
	isBootstrap := binary("or", binary("=", dots(v, "Error"), str(clusterKind.Renamed.Error)), when)

	choice := &asl.Choice{}
	out = []asl.Entry{c.cluster(name, cl, "create", create), c.cluster(why, cl, "", choice)}
	origin := Origin{Range: cl.Range}
	if again != nil {
		tries := "tries_" + cl.Name
		wait := c.name(cl.Name + "-again")
		choice.Choices = append(choice.Choices, asl.Rule{
			Condition: asl.Code{Expr: binary("and", isBootstrap, binary("<", &jsonata.Var{Name: tries}, &jsonata.Number{Value: float64(again.Attempts)}))},
			Next:      wait,
			Assign:    asl.Object{{Key: tries, Value: code(binary("+", &jsonata.Var{Name: tries}, &jsonata.Number{Value: 1}))}},
		})
		out = append(out, c.cluster(wait, cl, "", &asl.Wait{Seconds: delay(again, tries), Flow: asl.Flow{Next: name}}))
		count = asl.Object{{Key: tries, Value: number(0)}}
	}
	next1, assign1, states1 := c.raise(cl.Name+"-not-bootstrapped", cl.Name, origin, f, errorAt{str(clusterKind.Renamed.Error), dots(v, "Cause"), cl.Name})
	choice.Choices = append(choice.Choices, asl.Rule{Condition: asl.Code{Expr: isBootstrap}, Next: next1, Assign: assign1})
	next2, assign2, states2 := c.raise(cl.Name+"-not-created", cl.Name, origin, f, errorAt{dots(v, "Error"), dots(v, "Cause"), cl.Name})
	choice.Default, choice.Assign = next2, assign2
	return name, count, append(append(out, states1...), states2...)
}

func (c *compile) clusterLook(n *clusterNode, a answers) lookup {
	return func(name string) expr.Expr {
		if x := a.look(name); x != nil {
			return x
		}
		switch name {
		case "cluster_id":
			return &expr.Ref{Source: expr.ClusterID{Cluster: n.cluster.Name}, Typ: cty.String}
		case "cluster_name":
			return &expr.Lit{Val: cty.StringVal(n.cluster.Name), Rng: n.cluster.Range}
		}
		for _, a := range n.cluster.Args {
			if a.Name == name {
				return a.Value
			}
		}
		return nil
	}
}

func (c *compile) clusterArguments(n *clusterNode, k catalog.Call) asl.Value {
	root := &argument{object: true}
	if !k.NoArgs {
		for _, a := range n.cluster.Args {
			if a.ASL != "" {
				root.set(strings.Split(a.ASL, "."), a.Value, a.Keep, false)
			}
		}
	}
	if k.Arguments != "" {
		root.set(nil, c.template(k.Arguments, c.clusterLook(n, answers{}), cty.DynamicPseudoType), false, false)
	}
	if !k.NoArgs && n.cluster.Parameters != nil {
		root.set(nil, n.cluster.Parameters, false, false)
	}
	if !k.NoArgs && n.tagged {
		c.tagged(n, root)
	}
	return c.render(root, c.env(n.frame, nil, nil))
}

// delay is how many seconds to wait before a retry that is written as states;
// tries is the variable that counts them from 1.
func delay(r *dsl.Retry, tries string) asl.Value {
	if r.Backoff == 1 && !r.Jitter {
		return number(int64(r.Interval / time.Second))
	}
	var n jsonata.Node = &jsonata.Number{Value: r.Interval.Seconds()}
	if r.Backoff != 1 {
		n = binary("*", n, call("power", &jsonata.Number{Value: r.Backoff}, binary("-", &jsonata.Var{Name: tries}, &jsonata.Number{Value: 1})))
	}
	if r.MaxDelay > 0 {
		n = call("min", &jsonata.Array{Items: []jsonata.Node{n, &jsonata.Number{Value: r.MaxDelay.Seconds()}}})
	}
	if r.Jitter { // any time up to the delay, as ASL's own jitter, but not at once
		return code(binary("+", &jsonata.Number{Value: 1}, call("floor", binary("*", call("random"), n))))
	}
	return code(call("floor", n))
}
