package compiler

import (
	"slices"
	"strconv"
	"time"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/dsl"
)

// retriers are retry blocks as ASL has them, its own defaults left out.
func (c *compile) retriers(all []dsl.Retry, transient []string) []asl.Retrier {
	var out []asl.Retrier
	for _, r := range all {
		names := errorNames(r.On, transient)
		if len(names) == 0 {
			continue
		}
		x := asl.Retrier{ErrorEquals: names}
		if r.Attempts == 0 {
			x.MaxAttempts = number(0)
			out = append(out, x)
			continue
		}
		if r.Interval != time.Second {
			x.IntervalSeconds = number(int64(r.Interval / time.Second))
		}
		if r.Attempts != 3 {
			x.MaxAttempts = number(int64(r.Attempts))
		}
		if r.Backoff != 2 {
			x.BackoffRate = asl.Number(strconv.FormatFloat(r.Backoff, 'f', -1, 64))
		}
		if r.MaxDelay > 0 {
			x.MaxDelaySeconds = number(int64(r.MaxDelay / time.Second))
		}
		if r.Jitter {
			x.JitterStrategy = "FULL"
		}
		out = append(out, x)
	}
	// What is not retried needs no word unless a later retrier would take
	// it.
	for len(out) > 0 && out[len(out)-1].MaxAttempts == asl.Number("0") {
		out = out[:len(out)-1]
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// blockRetriers are the retries of a block. What ends the pipeline well leaves it
// as an error, which none of them may take.
func (c *compile) blockRetriers(all []dsl.Retry) []asl.Retrier {
	out := c.retriers(all, nil)
	takes := func(r asl.Retrier) bool {
		return slices.Contains(r.ErrorEquals, "States.ALL") || slices.Contains(r.ErrorEquals, "States.TaskFailed")
	}
	if c.succeeds() && slices.ContainsFunc(out, takes) {
		out = append([]asl.Retrier{{ErrorEquals: []string{succeedError}, MaxAttempts: number(0)}}, out...)
	}
	return out
}

func number(n int64) asl.Value { return asl.Number(strconv.FormatInt(n, 10)) }

// errorNames are the errors of a retry or catch as ASL has them.
func errorNames(on, transient []string) []string {
	var out []string
	for _, s := range on {
		switch s {
		case "any":
			return []string{"States.ALL"}
		case "timeout":
			// A missed heartbeat is recorded as States.Timeout, and
			// documented as States.HeartbeatTimeout.
			out = append(out, "States.Timeout", "States.HeartbeatTimeout")
		case "transient":
			out = append(out, transient...)
		default:
			out = append(out, s)
		}
	}
	return out
}

// errorCaught is the error in a Catcher.
func errorCaught(task string) errorAt {
	return errorAt{
		name: states("errorOutput", "Error"),
		// A cause that is missing counts as empty.
		cause: binary("&", states("errorOutput", "Cause"), str("")),
		task:  task,
	}
}

// catchers send every error to a target. task is the task whose state this is,
// empty for a Parallel or Map, in which another one failed.
func (c *compile) catchers(t *target, task string) []asl.Catcher {
	if t == nil || t.marks && task == "" {
		return nil // it leaves the state as it would leave the map
	}
	var out []asl.Catcher
	// Too much data may not be part of States.ALL; named on its own it is
	// caught either way.
	for _, name := range []string{"States.DataLimitExceeded", "States.ALL"} {
		k := asl.Catcher{ErrorEquals: []string{name}, Output: asl.Object{}, Next: t.next()}
		if t.assign != nil {
			k.Assign = t.assign(errorCaught(task))
		}
		out = append(out, k)
	}
	return out
}

// catchRest sends what a state's own catches leave to a target.
func (c *compile) catchRest(to *[]asl.Catcher, t *target, task string) {
	for _, k := range *to {
		if slices.Contains(k.ErrorEquals, "States.ALL") {
			return
		}
	}
	*to = append(*to, c.catchers(t, task)...)
}

// noted is an error as a variable holds it.
func (c *compile) noted(name string, e errorAt) asl.Object {
	o := asl.Object{{Key: "Error", Value: code(e.name)}}
	switch {
	case !c.tracks:
		o = append(o, asl.Member{Key: "Cause", Value: code(e.cause)})
	case e.task != "":
		o = append(o, asl.Member{Key: "Cause", Value: code(e.cause)}, asl.Member{Key: "Task", Value: asl.String(e.task)})
	default:
		marked := call("contains", e.cause, &jsonata.Regex{Pattern: "^task:"})
		o = append(o,
			asl.Member{Key: "Cause", Value: code(&jsonata.Cond{If: marked, Then: call("substringAfter", e.cause, str("\n")), Else: e.cause})},
			asl.Member{Key: "Task", Value: code(&jsonata.Cond{
				If:   marked,
				Then: call("substringBefore", call("substringAfter", e.cause, str("task:")), str("\n")),
				Else: &jsonata.Null{},
			})},
		)
	}
	return asl.Object{{Key: name, Value: o}}
}

// code is a node as a value, a constant as itself.
func code(n jsonata.Node) asl.Value {
	if s, ok := n.(*jsonata.String); ok {
		return asl.String(s.Value)
	}
	return asl.Code{Expr: n}
}

// tracker marks the errors of a branch with the task that failed, for a handler
// outside that asks for error.task: the only thing that leaves a branch with an
// error is its name and cause. state is the name of the state that raises the
// errors again, v that of the variable which holds them, and from where that state
// comes from.
func (c *compile) tracker(state, v string, from Origin) (*target, func() []asl.Entry) {
	name := ""
	fail := &asl.Fail{
		Error: code(dots(&jsonata.Var{Name: v}, "Error")),
		Cause: code(dots(&jsonata.Var{Name: v}, "Cause")),
	}
	t := &target{
		marks: true,
		next: func() string {
			if name == "" {
				name = c.name(state)
			}
			return name
		},
		assign: func(e errorAt) asl.Object {
			cause := e.cause
			if e.task != "" {
				cause = binary("&", str("task:"+e.task+"\n"), e.cause)
			}
			return asl.Object{{Key: v, Value: asl.Object{{Key: "Error", Value: code(e.name)}, {Key: "Cause", Value: code(cause)}}}}
		},
	}
	return t, func() []asl.Entry {
		if name == "" {
			return nil
		}
		return []asl.Entry{c.state(name, from.Item, from.Role, from.Range, fail)}
	}
}

// unmark raises what is left of the errors of a block again, without the marks
// that its own catches needed, where nothing around it takes them off. have are
// the states of these catches: one of them may raise the error already.
func (c *compile) unmark(to *[]asl.Catcher, base *dsl.Common, have []asl.Entry) []asl.Entry {
	if slices.ContainsFunc(*to, func(k asl.Catcher) bool { return slices.Contains(k.ErrorEquals, "States.ALL") }) {
		return nil
	}
	v := errorVar(base.Name)
	again := base.Name + "-rethrow"
	var out []asl.Entry
	if !slices.ContainsFunc(have, func(e asl.Entry) bool { return e.Name == again }) {
		again = c.name(again)
		held := &jsonata.Var{Name: v}
		out = append(out, c.state(again, base.Name, "", base.Range, &asl.Fail{Error: code(dots(held, "Error")), Cause: code(dots(held, "Cause"))}))
	}
	*to = append(*to, c.catchers(&target{
		next:   func() string { return again },
		assign: func(e errorAt) asl.Object { return c.noted(v, e) },
	}, "")...)
	return out
}

// raise ends a part with an error: in this map of states by going to its
// target, else by a Fail of the given name. It returns the rule's or state's
// next and what is to be assigned on the way.
func (c *compile) raise(name, item string, origin Origin, f flow, e errorAt) (string, asl.Value, []asl.Entry) {
	if f.fail != nil {
		if f.fail.assign == nil {
			return f.fail.next(), nil, nil
		}
		return f.fail.next(), f.fail.assign(e), nil
	}
	name = c.name(name)
	fail := &asl.Fail{Error: code(e.name), Cause: code(e.cause)}
	return name, nil, []asl.Entry{c.state(name, item, "", origin.Range, fail)}
}
