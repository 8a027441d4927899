package compiler

import (
	"fmt"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/catalog"
)

// A pipeline that runs at most so often at once asks Step Functions which of its
// executions run, before it does anything. Those that started earlier count;
// of two that started in the same millisecond, the one whose ARN is less.
//
// It asks for all executions of the machine, whatever alias or version they were
// started by, if any (UNVERIFIED: that a list of the machine's has them all).
//
// Step Functions lists executions with some delay, so that two which start at
// the same moment may miss each other.

const (
	busyError = "Pipectl.Busy"
	// busyWait is how long "wait" waits before it looks again, in seconds.
	busyWait = 30
	// busyPage is how many executions are listed at a time. One may take 900
	// bytes with names of 80 characters, and an answer has 256 KiB at most.
	busyPage = 250
	// Variables: how many executions that started earlier were seen, and
	// where the list goes on.
	runningVar, pageVar = "running_earlier", "running_page"
)

// ownMachine is the ARN of the machine, without what may stand behind it where an
// alias or a version was started (UNVERIFIED: whether the context object has
// that): the executions of one alias are not all.
var ownMachine = mustParse(`$join($split($states.context.StateMachine.Id, ':')[[0..6]], ':')`)

// The expressions over an answer of ListExecutions.
var (
	runningEarlier = mustParse(`$count($states.result.Executions[` +
		`$toMillis(StartDate) < $toMillis($states.context.Execution.StartTime) or ` +
		`$toMillis(StartDate) = $toMillis($states.context.Execution.StartTime) and ExecutionArn < $states.context.Execution.Id])`)
	nextPage = mustParse(`$exists($states.result.NextToken) ? $states.result.NextToken : null`)
)

func mustParse(src string) jsonata.Node {
	n, err := jsonata.Parse(src)
	if err != nil {
		panic("compiler: " + err.Error())
	}
	return n
}

// emitBusy writes the states that let only so many executions run at once, in
// front of the first of all others.
func (c *compile) emitBusy(next string) (string, []asl.Entry) {
	limit := c.p.Concurrency
	if limit == nil {
		return next, nil
	}
	list, _, _ := catalog.ParseCall("sfn:listExecutions")
	first, more, check := c.name("pipeline-running"), c.name("pipeline-running-more"), c.name("pipeline-busy")
	entry := func(name, role string, s asl.State) asl.Entry {
		return c.state(name, "", role, limit.Range, s)
	}
	look := func(count jsonata.Node, token bool) *asl.Task {
		args := asl.Object{
			{Key: "StateMachineArn", Value: code(ownMachine)},
			{Key: "StatusFilter", Value: asl.String("RUNNING")},
			{Key: "MaxResults", Value: number(busyPage)},
		}
		if token {
			args = append(args, asl.Member{Key: "NextToken", Value: code(&jsonata.Var{Name: pageVar})})
		}
		return &asl.Task{
			Resource:  c.resource("arn:aws:states:::aws-sdk:sfn:listExecutions"),
			Arguments: args,
			Retry:     c.retriers([]dsl.Retry{{On: []string{"transient"}, Attempts: 10, Interval: 2e9, Backoff: 2, Jitter: true}}, list.Transient()),
			Common: asl.Common{Output: asl.Object{}, Assign: asl.Object{
				{Key: runningVar, Value: code(count)},
				{Key: pageVar, Value: code(nextPage)},
			}},
			Flow: asl.Flow{Next: check},
		}
	}
	running := &jsonata.Var{Name: runningVar}
	choice := &asl.Choice{
		Choices: []asl.Rule{
			{Condition: asl.Code{Expr: binary(">=", running, &jsonata.Number{Value: float64(limit.Limit)})}},
			{Condition: asl.Code{Expr: present(&jsonata.Var{Name: pageVar})}, Next: more},
		},
		Default: next,
	}
	out := []asl.Entry{
		entry(first, "executions", look(runningEarlier, false)),
		entry(check, "", choice),
		entry(more, "executions", look(binary("+", running, runningEarlier), true)),
	}
	var last asl.Entry
	switch limit.OnBusy {
	case "skip":
		last = entry(c.name("pipeline-skipped"), "", &asl.Succeed{Common: asl.Common{Output: asl.Object{{Key: "skipped", Value: asl.Bool(true)}}}})
	case "wait":
		last = entry(c.name("pipeline-busy-wait"), "", &asl.Wait{Seconds: number(busyWait), Flow: asl.Flow{Next: first}})
	default:
		last = entry(c.name("pipeline-busy-failed"), "", &asl.Fail{
			Error: asl.String(busyError),
			Cause: asl.String(fmt.Sprintf("as many executions as may run at once, %d, were running already", limit.Limit)),
		})
	}
	choice.Choices[0].Next = last.Name
	return first, append(out, last)
}
