package operate

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
	"github.com/pipectl/pipectl/deploy"
)

// The time between two looks at an execution: soon while things happen, and less
// and less often while nothing does. GetExecutionHistory and DescribeExecution
// share quotas with all of the account.
const (
	soonest = time.Second
	latest  = 15 * time.Second
)

// Following says how to follow an execution.
type Following struct {
	Clock deploy.Clock

	// Inner says of a state whether the execution that it starts and waits for
	// is followed too. Nil: none is.
	Inner func(state string) bool

	// Event, unless nil, is told each event of each execution that is followed,
	// after it was added to the execution's own list. Those of one execution
	// come in order.
	Event func(*engine.Execution, *engine.Event)

	// Once stops at what there is, whether the execution has ended or not.
	Once bool
}

// Follow reads the history of an execution until it ends, or the context does,
// and gives what is known of it then: also after an error, unless not even that
// could be asked. Of what ran inside there are the events alone.
func Follow(ctx context.Context, c Client, arn string, opts Following) (*engine.Execution, error) {
	f := &follower{c: c, opts: opts}
	main, err := f.begin(ctx, arn)
	if err != nil {
		return nil, err
	}
	wait := soonest
	for {
		more, err := f.look(ctx)
		if err != nil {
			return main.x, err
		}
		if over, err := main.over(ctx, c); over || err != nil {
			return main.x, err
		}
		if opts.Once {
			return main.x, nil
		}
		if wait = min(2*wait, latest); more {
			wait = soonest
		}
		if err := opts.Clock.Sleep(ctx, wait); err != nil {
			return main.x, err
		}
	}
}

// A follower follows an execution and those inside of it.
type follower struct {
	c    Client
	opts Following
	all  []*followed
}

// A followed is an execution as far as it was read.
type followed struct {
	x     *engine.Execution
	token string // of the page that was read last
	// states are those that the events belong to, by their ids.
	states []string
	done   bool
}

func (f *follower) begin(ctx context.Context, arn string) (*followed, error) {
	d, err := f.c.Describe(ctx, arn)
	if err != nil {
		return nil, err
	}
	w := &followed{x: &engine.Execution{
		ARN: d.ARN, Name: d.Name, MachineARN: d.Machine, Machine: lastOf(d.Machine), Status: engine.Running, Start: d.Start,
		Input: valueOf(d.Input),
	}}
	f.all = append(f.all, w)
	return w, nil
}

// look reads what is new of all executions, and says whether there was any.
func (f *follower) look(ctx context.Context) (more bool, err error) {
	for i := 0; i < len(f.all); i++ { // which grows meanwhile
		w := f.all[i]
		if w.done {
			continue
		}
		news, err := f.read(ctx, w)
		if err != nil {
			return more, err
		}
		more = more || news
		if i > 0 && w.ends() {
			w.done = true // what is inside is not redriven but with what is around
		}
	}
	return more, nil
}

// read reads the pages of a history from the last one on, which may have become
// longer.
func (f *follower) read(ctx context.Context, w *followed) (news bool, err error) {
	for {
		events, next, err := f.c.History(ctx, w.x.ARN, w.token)
		if w.token != "" && deploy.IsFault(err, deploy.Invalid) {
			w.token = "" // it has expired
			continue
		}
		if err != nil {
			return news, err
		}
		for _, e := range events {
			if e.ID <= int64(len(w.x.Events)) {
				continue
			}
			if e.ID != int64(len(w.x.Events))+1 {
				return news, fmt.Errorf("the history of %s has event %d after event %d", w.x.Name, e.ID, len(w.x.Events))
			}
			news = true
			w.x.Events = append(w.x.Events, e)
			if f.opts.Event != nil {
				f.opts.Event(w.x, e)
			}
			if err := f.inner(ctx, w, e); err != nil {
				return news, err
			}
		}
		if next == "" {
			return news, nil
		}
		w.token = next
	}
}

// inner begins to follow an execution that an event tells of.
func (f *follower) inner(ctx context.Context, w *followed, e *engine.Event) error {
	state := ""
	if e.Previous > 0 && int(e.Previous) <= len(w.states) {
		state = w.states[e.Previous-1]
	}
	if e.Name != "" && strings.HasSuffix(e.Type, "StateEntered") {
		state = e.Name
	}
	w.states = append(w.states, state)
	if e.Type != "TaskSubmitted" || f.opts.Inner == nil || !f.opts.Inner(state) {
		return nil
	}
	arn := startedBy(e)
	if arn == "" || slices.ContainsFunc(f.all, func(w *followed) bool { return w.x.ARN == arn }) {
		return nil
	}
	_, err := f.begin(ctx, arn)
	if deploy.IsFault(err, deploy.NotFound) {
		return nil // it will be told by the Task that waits for it
	}
	return err
}

// startedBy is the ARN of the execution that a Task says it has started.
func startedBy(e *engine.Event) string {
	if e.ResourceType != "states" {
		return ""
	}
	o, _ := e.Output.(asl.Object)
	v, _ := o.Get("ExecutionArn")
	arn, _ := v.(asl.String)
	return string(arn)
}

// over says whether an execution has ended, and notes how. An event that ends it
// is not enough: it may go on.
func (w *followed) over(ctx context.Context, c Client) (bool, error) {
	if !w.ends() {
		return false, nil
	}
	d, err := c.Describe(ctx, w.x.ARN)
	if err != nil || !d.Ended() {
		return false, err
	}
	x := w.x
	x.Status, x.End = d.Status, d.End
	x.Error, x.HasError = d.Error, d.Error != ""
	x.Cause, x.HasCause = d.Cause, d.Cause != ""
	if d.Status == engine.Succeeded {
		x.Output = valueOf(d.Output)
	}
	return true, nil
}

// ends says whether a history ends, as far as it was read.
func (w *followed) ends() bool {
	if len(w.x.Events) == 0 {
		return false
	}
	switch w.x.Events[len(w.x.Events)-1].Type {
	case "ExecutionSucceeded", "ExecutionFailed", "ExecutionTimedOut", "ExecutionAborted":
		return true
	}
	return false
}

// valueOf is JSON text as a value; what is no JSON is a text.
func valueOf(text string) asl.Value {
	v, err := asl.DecodeValue([]byte(text))
	if err != nil {
		return asl.String(text)
	}
	return v
}

// lastOf is what stands behind the last colon.
func lastOf(arn string) string { return arn[strings.LastIndexByte(arn, ':')+1:] }
