package pipetest

import (
	"context"
	"fmt"
	"time"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/compiler"
	"github.com/pipectl/pipectl/dsl"
)

// ClusterArguments are what an execution with an input, started at a time, would make a
// cluster of a pipeline with: the arguments of the call, in the API's names. The
// machine's own states compute them, in the local engine. It is an error where the
// cluster is never made, or where they hang on what tasks give.
func ClusterArguments(ctx context.Context, p *dsl.Pipeline, r *compiler.Result, cluster string, input asl.Value, at time.Time) (asl.Object, error) {
	var create *asl.Task
	machines := []*asl.Machine{r.Machine}
	for _, part := range r.Parts {
		machines = append(machines, part.Machine)
	}
	for _, m := range machines {
		asl.Walk(m, func(_, name string, s asl.State) {
			if o := r.SourceMap[name]; o.Item == cluster && o.Role == "create" && create == nil {
				create, _ = s.(*asl.Task)
			}
		})
	}
	if create == nil {
		return nil, fmt.Errorf("cluster %q is never created: it is given by its id", cluster)
	}
	const last = "cluster-create"
	m := inputStates(r.Machine)
	if name := unassigned(create.Arguments, m); name != "" {
		return nil, fmt.Errorf("what cluster %q is made with hangs on more than the input: on $%s of the machine", cluster, name)
	}
	only := &asl.Task{Resource: create.Resource, Arguments: create.Arguments, Flow: asl.Flow{End: true}}
	for i, e := range m.States {
		if _, ok := e.State.(*asl.Succeed); ok {
			m.States[i].State = &asl.Pass{Flow: asl.Flow{Next: last}}
		}
	}
	if len(m.States) == 0 {
		m.StartAt = last
	}
	m.States = append(m.States, asl.Entry{Name: last, State: only})
	machine := &Machine{Name: p.Name, machine: m, names: newIndex(p), source: r.SourceMap}
	opts := machine.options(Options{At: at, Name: "cluster"}, &running{record: newRecord(machine, nil)})
	var arguments asl.Object
	opts.Event = nil
	opts.Task = func(c engine.Call) engine.Outcome {
		arguments, _ = c.Arguments.(asl.Object)
		return engine.Outcome{Output: asl.Object{}}
	}
	x, err := engine.Run(ctx, m, input, opts)
	switch {
	case err != nil:
		return nil, err
	case x.Status != engine.Succeeded:
		return nil, fmt.Errorf("what cluster %q is made with cannot be computed: %s: %s", cluster, x.Error, x.Cause)
	}
	return arguments, nil
}

// unassigned is a variable that a value reads and no state of a machine assigns; empty:
// none.
func unassigned(v asl.Value, m *asl.Machine) string {
	known := map[string]bool{"states": true}
	for _, name := range jsonata.FunctionNames() {
		known[name] = true
	}
	for _, e := range m.States {
		o, _ := e.State.Base().Assign.(asl.Object)
		for _, member := range o {
			known[member.Key] = true
		}
	}
	found := ""
	var look func(v asl.Value)
	look = func(v asl.Value) {
		switch v := v.(type) {
		case asl.Code:
			for _, name := range jsonata.Free(v.Expr) {
				if !known[name] && found == "" {
					found = name
				}
			}
		case asl.Array:
			for _, x := range v {
				look(x)
			}
		case asl.Object:
			for _, member := range v {
				look(member.Value)
			}
		default:
		}
	}
	look(v)
	return found
}
