package compiler

import (
	"slices"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/expr"
)

// succeedError is how "succeed_pipeline" leaves branches: as an error that only
// the pipeline itself takes. Its cause is the execution's output as JSON.
const succeedError = "Pipectl.SucceedPipeline"

// emitCatches writes the catches of a task or block: Catchers of its state, and
// the states that they lead to. task is the task's name, empty for a block.
func (c *compile) emitCatches(catches []*catchNode, fr frame, f flow, item dsl.Item, to *[]asl.Catcher, task string) []asl.Entry {
	var out []asl.Entry
	base := item.Base()
	if task == "" && len(catches) > 0 && c.succeeds() {
		// Nobody but the pipeline takes this one.
		next, assign, states := c.reraise(base, f)
		*to = append(*to, asl.Catcher{ErrorEquals: []string{succeedError}, Output: asl.Object{}, Assign: assign, Next: next})
		out = append(out, states...)
	}
	taken := map[string]bool{}
	for _, k := range catches {
		var names []string
		for _, e := range errorNames(k.catch.On, c.transientOf(item)) {
			if !taken[e] {
				taken[e] = true
				names = append(names, e)
			}
		}
		if len(names) == 0 {
			continue
		}
		next, assign, states := c.emitOneCatch(k, f, item, task)
		if k.catch.Then == dsl.ThenContinue {
			c.well(base.Name, next)
		}
		if slices.Contains(names, "States.ALL") {
			// See catchers.
			*to = append(*to, asl.Catcher{ErrorEquals: []string{"States.DataLimitExceeded"}, Output: asl.Object{}, Assign: assign, Next: next})
		}
		*to = append(*to, asl.Catcher{ErrorEquals: names, Output: asl.Object{}, Assign: assign, Next: next})
		out = append(out, states...)
	}
	return out
}

func (c *compile) transientOf(item dsl.Item) []string {
	if t, ok := item.(*dsl.Task); ok {
		return c.transient(t)
	}
	return nil
}

// reraise hands an error on unchanged.
func (c *compile) reraise(base *dsl.Common, f flow) (string, asl.Value, []asl.Entry) {
	v := errorVar(base.Name)
	held := asl.Object{{Key: v, Value: asl.Object{
		{Key: "Error", Value: code(states("errorOutput", "Error"))},
		{Key: "Cause", Value: code(errorCaught("").cause)},
	}}}
	if f.fail != nil {
		var assign asl.Value
		if f.fail.assign != nil {
			assign = f.fail.assign(errorCaught(""))
		}
		return f.fail.next(), assign, nil
	}
	name := c.name(base.Name + "-succeed")
	fail := &asl.Fail{Error: code(dots(&jsonata.Var{Name: v}, "Error")), Cause: code(dots(&jsonata.Var{Name: v}, "Cause"))}
	return name, held, []asl.Entry{c.state(name, base.Name, "", base.Range, fail)}
}

// emitOneCatch writes what a catch does, and returns where its Catcher goes on
// and what that assigns.
func (c *compile) emitOneCatch(k *catchNode, f flow, item dsl.Item, task string) (string, asl.Value, []asl.Entry) {
	base := item.Base()
	v := errorVar(base.Name)
	// The error as it is raised again, after the catch's tasks.
	kept := errorAt{
		name:  dots(&jsonata.Var{Name: v}, "Error"),
		cause: dots(&jsonata.Var{Name: v}, "Cause"),
		task:  task,
	}
	rethrow := ""
	// The error is kept where somebody asks for it, or raises it again.
	noted := func(more asl.Value) asl.Value {
		var o asl.Object
		if k.frame.handler.read || rethrow != "" {
			o = c.noted(v, errorCaught(task))
		}
		if more, ok := more.(asl.Object); ok {
			o = append(o, more...)
		}
		if o == nil {
			return nil
		}
		return o
	}
	if c.tracks && task == "" && f.fail != nil {
		kept.cause = binary("&", &jsonata.Cond{
			If:   isNull(dots(&jsonata.Var{Name: v}, "Task")),
			Then: str(""),
			Else: join("&", []jsonata.Node{str("task:"), dots(&jsonata.Var{Name: v}, "Task"), str("\n")}),
		}, kept.cause)
	}
	var out []asl.Entry
	again := func() string {
		if rethrow != "" {
			return rethrow
		}
		if f.fail != nil && f.fail.assign != nil {
			rethrow = c.name(base.Name + "-rethrow")
			pass := &asl.Pass{Common: asl.Common{Assign: f.fail.assign(kept)}, Flow: asl.Flow{Next: f.fail.next()}}
			out = append(out, c.state(rethrow, base.Name, "", k.catch.Range, pass))
			c.ill(rethrow)
			return rethrow
		}
		if f.fail != nil {
			rethrow = f.fail.next()
			return rethrow
		}
		rethrow = c.name(base.Name + "-rethrow")
		cause := kept.cause
		out = append(out, c.state(rethrow, base.Name, "", k.catch.Range, &asl.Fail{Error: code(kept.name), Cause: code(cause)}))
		return rethrow
	}
	// A task of the catch that fails: the first error is the one that counts.
	inner := flow{fail: &target{next: again, around: f.fail}}

	switch k.catch.Then {
	case dsl.ThenContinue:
		return c.emitContinue(k, f, inner, item, noted, &out)
	case dsl.ThenSucceed:
		return c.emitSucceed(k, f, inner, item, noted, &out)
	case dsl.ThenFail:
	}
	if k.body == nil {
		if f.fail != nil {
			var assign asl.Value
			if f.fail.assign != nil {
				assign = f.fail.assign(errorCaught(task))
			}
			return f.fail.next(), assign, nil
		}
		next := again()
		return next, noted(nil), out
	}
	inner.next = again()
	first, states := c.emit(k.body, inner)
	return first, noted(nil), append(states, out...)
}

// emitContinue writes a catch after which the task counts as succeeded.
func (c *compile) emitContinue(k *catchNode, f, inner flow, item dsl.Item, noted func(asl.Value) asl.Value, out *[]asl.Entry) (string, asl.Value, []asl.Entry) {
	base := item.Base()
	v := c.variable(outputVar(base.Name))
	own := map[*variable]own{v: nullOwn()}
	if k.catch.Output != nil {
		own[v] = c.exprOwn(k.catch.Output, k.frame, nil)
	}
	if sk := c.variable(skippedVar(base.Name)); sk.home != nil && base.When == nil {
		own[sk] = boolOwn(false)
	}
	s := &site{own}
	assigned := c.assign(s)
	// What the catch gives is read after the error is in its variable; a
	// Catcher sees it only afterwards, so it is computed by a state of its
	// own but where it is constant.
	constant := k.catch.Output == nil
	if k.catch.Output != nil {
		_, constant = expr.Static(k.catch.Output)
	}
	if f.next != "" && (constant || !v.used) {
		if k.body == nil {
			return f.next, noted(assigned), *out
		}
		inner.next = f.next
		first, states := c.emit(k.body, inner)
		return first, noted(assigned), append(states, *out...)
	}
	name := c.name(base.Name + "-caught")
	var last asl.State
	if f.next == "" {
		last = &asl.Succeed{Common: asl.Common{Output: f.end(s)}}
	} else {
		last = &asl.Pass{Common: asl.Common{Assign: assigned}, Flow: asl.Flow{Next: f.next}}
	}
	entry := c.state(name, base.Name, "", k.catch.Range, last)
	if k.body == nil {
		return name, noted(nil), append(*out, entry)
	}
	inner.next = name
	first, states := c.emit(k.body, inner)
	return first, noted(nil), append(append(states, entry), *out...)
}

// emitSucceed writes a catch that ends the execution well.
func (c *compile) emitSucceed(k *catchNode, f, inner flow, item dsl.Item, noted func(asl.Value) asl.Value, out *[]asl.Entry) (string, asl.Value, []asl.Entry) {
	base := item.Base()
	var output asl.Value = asl.Object{}
	if k.catch.Output != nil {
		output = c.value(k.catch.Output, k.frame, nil, nil)
	}
	raise := errorAt{name: str(succeedError), cause: call("string", nodeOf(output))}
	if k.catch.Output != nil {
		raise.cause = call("string", c.node(k.catch.Output, k.frame, nil, nil))
	}
	name := c.name(base.Name + "-succeed")
	var last asl.State
	to := f.fail
	for to != nil && to.assign == nil {
		to = to.around
	}
	switch {
	case to != nil:
		last = &asl.Pass{Common: asl.Common{Assign: to.assign(raise)}, Flow: asl.Flow{Next: to.next()}}
	case k.frame.scope.parent == nil:
		last = &asl.Succeed{Common: asl.Common{Output: output}}
	default:
		last = &asl.Fail{Error: code(raise.name), Cause: code(raise.cause)}
	}
	entry := c.state(name, base.Name, "", k.catch.Range, last)
	c.ill(name)
	if k.body == nil {
		return name, noted(nil), append(*out, entry)
	}
	inner.next = name
	first, states := c.emit(k.body, inner)
	return first, noted(nil), append(append(states, entry), *out...)
}

// succeeds says whether a catch of the pipeline is "succeed_pipeline".
func (c *compile) succeeds() bool {
	if c.succeed == 0 {
		c.succeed = 1
		c.eachBody(func(b *dsl.Body) {
			for _, item := range b.Items {
				for _, k := range item.Base().Catch {
					if k.Then == dsl.ThenSucceed {
						c.succeed = 2
					}
				}
			}
		})
	}
	return c.succeed == 2
}
