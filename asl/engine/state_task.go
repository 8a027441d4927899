package engine

import (
	"slices"
	"strings"
	"time"

	"github.com/pipectl/pipectl/asl"
)

// A service is what a Resource calls, and the family of events it has.
type service struct {
	family string // "Task", "LambdaFunction" or "Activity"

	// kind and action are the history's resourceType and resource of a Task.
	kind, action string

	// submits tells a call that answers before what it awaits has ended;
	// token one that is completed by callback; beats one whose worker can
	// send heartbeats.
	submits, token, beats bool
}

func serviceOf(resource string) service {
	parts := strings.SplitN(resource, ":", 7)
	if len(parts) == 7 && parts[2] == "lambda" {
		return service{family: "LambdaFunction"}
	}
	if len(parts) == 7 && parts[2] == "states" && parts[5] == "activity" {
		return service{family: "Activity", token: true, beats: true}
	}
	s := service{family: "Task", action: resource}
	if len(parts) == 7 {
		s.kind, s.action = parts[5], parts[6]
	}
	if s.kind == "aws-sdk" {
		if of, action, ok := strings.Cut(s.action, ":"); ok {
			s.kind, s.action = "aws-sdk:"+of, action
		}
	}
	_, pattern, _ := strings.Cut(s.action, ".")
	s.token = pattern == "waitForTaskToken"
	s.beats = s.token
	s.submits = s.token || strings.HasPrefix(pattern, "sync")
	return s
}

// event names an event of the service's family.
func (s service) event(what string, e Event) Event {
	e.Type = s.family + what
	if s.family == "Task" {
		e.ResourceType, e.Resource = s.kind, s.action
	}
	return e
}

// A call is what one attempt of a Task sends, worked out of its fields.
type call struct {
	arguments, credentials asl.Value
	timeout, heartbeat     int64 // seconds; 0 where there is none
}

// task runs a Task.
func (t *thread) task(v *visit, s *asl.Task) (step, *failure) {
	sv := serviceOf(s.Resource)
	return t.attempts(v, s.Retry, s.Catch, func() (step, *failure) {
		v.token, v.context = "", nil
		if sv.token || sv.submits {
			v.token = t.h.w.newToken()
		}
		c, in, f := t.prepare(v, s)
		if f != nil {
			return step{}, t.evaluationFailed(v, f)
		}
		result, f := t.call(v, s, sv, c)
		if f != nil {
			return step{}, f
		}
		out, f := t.taskOutput(v, s, in, result)
		if f != nil {
			return step{}, t.evaluationFailed(v, f)
		}
		return step{out, s.Next}, nil
	}, nil)
}

// prepare evaluates what a Task sends.
func (t *thread) prepare(v *visit, s *asl.Task) (c call, in asl.Value, f *failure) {
	e := env{v: v}
	in = v.input
	if v.code.jsonata {
		c.arguments = v.input
		if s.Arguments != nil {
			if c.arguments, f = t.evaluate(s.Arguments, "Arguments", e); f != nil {
				return c, in, f
			}
		}
		v.trace.set("afterArguments", c.arguments)
	} else {
		if in, f = t.effectiveInput(v); f != nil {
			return c, in, f
		}
		if c.arguments, f = t.parameters(v, s.Parameters, in); f != nil {
			return c, in, f
		}
		v.trace.set("afterParameters", c.arguments)
	}
	if f = t.checkArguments(v, c.arguments); f != nil {
		return c, in, f
	}
	if c.timeout, f = t.seconds(v, s.TimeoutSeconds, s.TimeoutSecondsPath, in, "TimeoutSeconds"); f != nil {
		return c, in, f
	}
	if c.heartbeat, f = t.seconds(v, s.HeartbeatSeconds, s.HeartbeatSecondsPath, in, "HeartbeatSeconds"); f != nil {
		return c, in, f
	}
	if s.Credentials != nil {
		if v.code.jsonata {
			c.credentials, f = t.evaluate(s.Credentials, "Credentials", e)
		} else {
			c.credentials, f = t.template(v, s.Credentials, in)
		}
	}
	return c, in, f
}

// checkArguments is the limit of what a state may send, or give to branches.
func (t *thread) checkArguments(v *visit, arguments asl.Value) *failure {
	if same(arguments, v.input) {
		return nil
	}
	if n := t.h.w.keep(size(arguments)); n > MaxPayload && !t.h.w.opts.Unlimited {
		return fail(errDataLimit, "The size of what the state '%s' sends exceeds the maximum number of bytes service limit.", v.name)
	}
	return nil
}

// seconds is a timeout that is given as such, by an expression or by a path.
func (t *thread) seconds(v *visit, static, path, in asl.Value, field string) (int64, *failure) {
	switch {
	case static != nil && v.code.jsonata:
		return t.expectInteger(static, field, 1, defaultTimeout, env{v: v})
	case static != nil:
		n, _ := integerOf(static)
		return n, nil
	case path == nil:
		return 0, nil
	}
	source, _ := path.(asl.String)
	value, f := t.query(v, string(source), in)
	if f != nil {
		return 0, f
	}
	n, ok := integerOf(value)
	if !ok || n <= 0 || n > defaultTimeout {
		return 0, fail(errRuntime, "The %sPath parameter does not reference a positive integer: %s == %s", field, source, rawText(value)).within(v)
	}
	return n, nil
}

// taskOutput makes the output of a Task, a Parallel or a Map in JSONPath of
// its result.
func (t *thread) resultOutput(v *visit, selector, vars, resultPath, result asl.Value) (asl.Value, *failure) {
	selected := result
	if selector != nil {
		var f *failure
		if selected, f = t.template(v, selector, result); f != nil {
			return nil, f
		}
	}
	v.trace.set("afterResultSelector", selected)
	return t.finishJSONPath(v, vars, result, resultPath, selected)
}

func (t *thread) taskOutput(v *visit, s *asl.Task, in, result asl.Value) (asl.Value, *failure) {
	if v.code.jsonata {
		return t.finishJSONata(v, s.Output, s.Assign, result, env{v: v, result: result})
	}
	return t.resultOutput(v, s.ResultSelector, s.Assign, s.ResultPath, result)
}

// call makes one attempt and waits for its outcome.
func (t *thread) call(v *visit, s *asl.Task, sv service, c call) (asl.Value, *failure) {
	w := t.h.w
	if v.trace != nil && v.trace.mocked {
		result, f := v.trace.outcome()
		v.trace.set("result", result)
		return result, f
	}
	scheduled := sv.event("Scheduled", Event{
		Region: w.opts.Region, Timeout: c.timeout, Heartbeat: c.heartbeat, Credentials: camelCredentials(c.credentials),
	})
	if sv.family == "Task" {
		scheduled.Parameters = c.arguments
	} else {
		scheduled.Resource, scheduled.Input = s.Resource, c.arguments
	}
	t.record(scheduled)
	if f := t.giveWay(); f != nil {
		return nil, f
	}
	if f := t.h.full(); f != nil {
		return nil, f
	}
	t.record(sv.event("Started", Event{Worker: w.opts.Worker}))

	a := &attempt{t: t, token: v.token, started: w.now, beat: w.now, timeout: c.timeout}
	if sv.beats {
		a.heartbeat = c.heartbeat
	}
	if a.token != "" {
		w.pending[a.token] = a
	}
	defer func() { delete(w.pending, a.token) }() // Call.Key may give it one
	o, stop, nested := t.nested(a, v, s, c)
	if !nested {
		call := t.callOf(v, s, sv, c)
		call.attempt = a
		o = w.opts.Task(call)
	}
	if sv.submits && !o.Refused {
		submitted := o.Submitted
		if submitted == nil {
			submitted = asl.Object{}
		}
		t.record(sv.event("Submitted", Event{Output: submitted}))
	}
	o, late := t.outcome(a, o)
	if nested && late != nil && !late.aborted {
		stop()
	} else if nested {
		t.runs = nil
	}
	switch {
	case late != nil && late.aborted:
		return nil, late
	case late != nil:
		t.record(sv.event("TimedOut", Event{Error: late.name, HasError: true}))
		return nil, late
	}
	if o.Output == nil {
		o.Output = asl.Object{}
	}
	var f *failure
	switch {
	case o.Error != "":
		f = &failure{name: o.Error, cause: o.Cause, noCause: o.NoCause}
	case w.keep(size(o.Output)) > MaxPayload && !w.opts.Unlimited:
		who := s.Resource
		if sv.family == "Task" {
			who = sv.action
			if sv.kind != "" {
				who = sv.kind + ":" + sv.action
			}
		}
		f = tooLarge(who)
	default:
		v.trace.set("result", o.Output)
		t.record(sv.event("Succeeded", Event{Output: o.Output}))
		return o.Output, nil
	}
	how := "Failed"
	if f.name == errTimeout {
		how = "TimedOut" // the task function says so: it stands for one that took too long
	}
	t.record(sv.event(how, Event{Error: f.name, HasError: true, Cause: f.cause, HasCause: !f.noCause}))
	return nil, f
}

// callOf is what the task function is told of an attempt.
func (t *thread) callOf(v *visit, s *asl.Task, sv service, c call) Call {
	return Call{
		State: v.name, Path: append(slices.Clone(t.path), v.name),
		Resource: s.Resource, ResourceType: sv.kind, Action: sv.action,
		Arguments: c.arguments, Credentials: c.credentials,
		Attempt: v.attempt, Index: t.index, Context: t.contextObject(v), Token: v.token,
		Time: t.h.w.now, world: t.h.w,
	}
}

// camelCredentials spells the members of Credentials as the history does.
func camelCredentials(v asl.Value) asl.Value {
	o, ok := v.(asl.Object)
	if !ok {
		return v
	}
	out := make(asl.Object, len(o))
	for i, m := range o {
		out[i] = asl.Member{Key: strings.ToLower(m.Key[:min(1, len(m.Key))]) + m.Key[min(1, len(m.Key)):], Value: m.Value}
	}
	return out
}

// An attempt is a call that has been made and has no outcome yet.
type attempt struct {
	t       *thread
	token   string
	done    bool
	out     Outcome
	started time.Time
	beat    time.Time // of the last heartbeat

	timeout, heartbeat int64 // seconds; 0 where there is none

	// outside is set while nobody inside knows when the outcome will come.
	outside bool
}

// deadline is when the attempt ends without an outcome.
func (a *attempt) deadline() (at time.Time, heartbeat bool) {
	timeout := a.timeout
	if timeout <= 0 {
		timeout = defaultTimeout
	}
	at = a.started.Add(time.Duration(timeout) * time.Second)
	if a.heartbeat > 0 {
		if b := a.beat.Add(time.Duration(a.heartbeat) * time.Second); b.Before(at) {
			return b, true
		}
	}
	return at, false
}

func (a *attempt) complete(o Outcome) {
	if !a.done {
		a.done, a.out = true, o
		a.t.poke()
	}
}

// outcome waits until an attempt has its outcome, or is late.
func (t *thread) outcome(a *attempt, o Outcome) (Outcome, *failure) {
	w := t.h.w
	for _, beat := range o.Beats {
		w.at(a.started.Add(beat), func() { a.beat = w.now })
	}
	end := a.started.Add(max(o.Takes, 0))
	if o.Outside {
		a.outside = true
		w.outside++
		defer a.known()
	}
	for !a.done {
		at, heartbeat := a.deadline()
		switch {
		case !o.Pending && !end.After(at):
			if at = end; !end.After(w.now) {
				return o, nil
			}
		case !at.After(w.now):
			return o, &failure{name: errTimeout, noCause: true, heartbeat: heartbeat}
		}
		if f := t.sleepUntil(at); f != nil {
			return o, f
		}
	}
	return a.out, nil
}

func (w *world) send(token string, o Outcome) error {
	a := w.pending[token]
	if a == nil || a.done {
		return ErrNoTask
	}
	if o.Takes <= 0 {
		a.complete(o)
		return nil
	}
	a.known()
	w.at(w.now.Add(o.Takes), func() { a.complete(o) })
	return nil
}

// known notes that time need not wait for the attempt any more: when it ends is
// on the agenda.
func (a *attempt) known() {
	if a.outside {
		a.outside = false
		a.t.h.w.outside--
	}
}

func (w *world) heartbeat(token string) error {
	a := w.pending[token]
	if a == nil || a.done {
		return ErrNoTask
	}
	a.beat = w.now
	return nil
}
