package pipetest

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
	"github.com/pipectl/pipectl/compiler"
	"github.com/pipectl/pipectl/dsl"
)

// invalidInput is the error of an execution whose input is not as declared.
const invalidInput = "Pipectl.InvalidInput"

// CheckInput says what is wrong with the input of an execution that starts at a
// time, in the words that the execution would fail with; empty where it is right.
// The machine's own first states say so, in the local engine.
func CheckInput(ctx context.Context, p *dsl.Pipeline, r *compiler.Result, input asl.Value, at time.Time) (cause string, err error) {
	m := inputStates(r.Machine)
	if len(m.States) == 0 {
		return "", nil // it has no inputs
	}
	machine := &Machine{Name: p.Name, machine: m, names: newIndex(p), source: r.SourceMap}
	opts := machine.options(Options{At: at}, &running{record: newRecord(machine, nil)})
	opts.Event, opts.Express = nil, false
	x, err := engine.Run(ctx, m, input, opts)
	if x == nil || x.Error != invalidInput {
		return "", err
	}
	return x.Cause, nil
}

// inputStates are the states of a machine that check and assign its inputs; those that
// follow them are ends. None where it has no inputs.
func inputStates(of *asl.Machine) *asl.Machine {
	m := &asl.Machine{StartAt: of.StartAt, QueryLanguage: of.QueryLanguage}
	if !strings.HasPrefix(m.StartAt, "pipeline-inputs") && !strings.HasPrefix(m.StartAt, "pipeline-trigger") {
		return m
	}
	reached := []string{m.StartAt}
	for i := 0; i < len(reached); i++ {
		name := reached[i]
		state, _ := of.State(name)
		switch {
		case state == nil:
			continue
		case name != m.StartAt && name != "pipeline-inputs" && name != "pipeline-invalid-input":
			state = &asl.Succeed{}
		default:
			for _, next := range asl.Nexts(state) {
				if !slices.Contains(reached, next) {
					reached = append(reached, next)
				}
			}
		}
		m.States = append(m.States, asl.Entry{Name: name, State: state})
	}
	return m
}
