package endpoint

import (
	"context"
	"slices"
	"time"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
)

// An activity has tasks that workers fetch with GetActivityTask.
type activity struct {
	place      uint64
	arn, name  string
	created    time.Time
	encryption asl.Value
	tags       []tag

	queue []offered
	// more is closed when the queue gets a task, or the activity is deleted.
	more    chan struct{}
	deleted bool
}

// An offered task waits for a worker.
type offered struct {
	x     *execution
	token string
	input string
}

// wake tells all workers that wait. The account's lock must be held.
func (a *activity) wake() {
	close(a.more)
	a.more = make(chan struct{})
}

func (a *activity) at() uint64 { return a.place }

// offer queues a task of an activity.
func (e *Endpoint) offer(x *execution, c engine.Call) engine.Outcome {
	e.account.mu.Lock()
	defer e.account.mu.Unlock()
	a := e.account.activityOf(c.Resource)
	if a == nil {
		return engine.Outcome{Error: "States.Runtime", Cause: "Activity Does Not Exist: '" + c.Resource + "'"}
	}
	e.account.tokens[c.Token] = x
	a.queue = append(a.queue, offered{x, c.Token, string(asl.AppendValue(nil, c.Arguments, -1))})
	a.wake()
	return engine.Outcome{Pending: true, Outside: true}
}

// activityOf finds an activity by its ARN; nil if there is none. The lock must
// be held.
func (a *account) activityOf(arn string) *activity {
	of, err := readARN(arn, "activity")
	if err != nil {
		return nil
	}
	if found := a.activities[of.name]; found != nil && found.arn == arn {
		return found
	}
	return nil
}

// activity finds the activity that a request is about.
func (r *request) activity(e *Endpoint) (*activity, error) {
	of, err := r.arn("activityArn", "activity")
	if err != nil {
		return nil, err
	}
	e.account.mu.Lock()
	defer e.account.mu.Unlock()
	if a := e.account.activityOf(of.full); a != nil {
		return a, nil
	}
	return nil, noActivity(of.full)
}

func (e *Endpoint) createActivity(r *request) (asl.Object, error) {
	name := r.text("name", 1, 0)
	given := r.tags()
	encryption, err := r.encryption()
	if wrong := r.fault(); wrong != nil {
		return nil, wrong
	}
	if err != nil {
		return nil, err
	}
	if err := checkName(name); err != nil {
		return nil, err
	}
	arn := e.own("activity", name)
	tags, err := merge(nil, given, arn)
	if err != nil {
		return nil, err
	}
	e.account.mu.Lock()
	defer e.account.mu.Unlock()
	a := e.account.activities[name]
	switch {
	case a == nil:
		a = &activity{
			place: e.account.next(), arn: arn, name: name, created: e.now(),
			encryption: encryption, tags: tags, more: make(chan struct{}),
		}
		e.account.activities[name] = a
	case !asl.Equal(a.encryption, encryption):
		return nil, faultf("ActivityAlreadyExists", "Activity Already Exists: '%s'", arn)
	}
	var out reply
	out.text("activityArn", a.arn)
	out.at("creationDate", a.created)
	return out.object(), nil
}

func (e *Endpoint) describeActivity(r *request) (asl.Object, error) {
	a, err := r.activity(e)
	if err != nil {
		return nil, err
	}
	var out reply
	out.text("activityArn", a.arn)
	out.text("name", a.name)
	out.at("creationDate", a.created)
	out.value("encryptionConfiguration", a.encryption)
	return out.object(), nil
}

func (e *Endpoint) listActivities(r *request) (asl.Object, error) {
	p, err := r.page("activities")
	if err != nil {
		return nil, err
	}
	e.account.mu.Lock()
	defer e.account.mu.Unlock()
	shown, token := cut(p, inOrder(e.account.activities, (*activity).at), false, (*activity).at)
	list := asl.Array{}
	for _, a := range shown {
		var item reply
		item.text("activityArn", a.arn)
		item.text("name", a.name)
		item.at("creationDate", a.created)
		list = append(list, item.object())
	}
	return listed("activities", list, token), nil
}

func (e *Endpoint) deleteActivity(r *request) (asl.Object, error) {
	of, err := r.arn("activityArn", "activity")
	if err != nil {
		return nil, err
	}
	e.account.mu.Lock()
	defer e.account.mu.Unlock()
	// Deleting what is not there is done already.
	if a := e.account.activityOf(of.full); a != nil {
		delete(e.account.activities, a.name)
		a.deleted = true
		a.wake()
	}
	return nil, nil
}

// getActivityTask waits until there is a task to do. After opts.Poll it answers
// that there is none, with a token that is null.
func (e *Endpoint) getActivityTask(r *request) (asl.Object, error) {
	r.maybe("workerName", 1, 80)
	a, err := r.activity(e)
	if err != nil {
		return nil, err
	}
	return e.fetch(r.ctx, a)
}

// fetch waits for a task of an activity.
func (e *Endpoint) fetch(ctx context.Context, a *activity) (asl.Object, error) {
	timer := time.NewTimer(e.opts.Poll)
	defer timer.Stop()
	none := asl.Object{{Key: "taskToken", Value: asl.Null{}}}
	for {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		task, more, deleted := e.take(a)
		switch {
		case deleted:
			return nil, noActivity(a.arn)
		case task != nil:
			// Its execution may have ended meanwhile. And from now on it is
			// the worker who has to send heartbeats.
			if live := task.x.running(); live == nil || live.Heartbeat(task.token) != nil {
				continue
			}
			var out reply
			out.text("taskToken", task.token)
			out.text("input", task.input)
			return out.object(), nil
		}
		select {
		case <-more:
		case <-timer.C:
			return none, nil
		case <-e.ctx.Done():
			return none, nil
		case <-ctx.Done():
		}
	}
}

// take takes the first task of an activity; where there is none, more tells
// when to look again.
func (e *Endpoint) take(a *activity) (task *offered, more <-chan struct{}, deleted bool) {
	e.account.mu.Lock()
	defer e.account.mu.Unlock()
	if len(a.queue) == 0 {
		return nil, a.more, a.deleted
	}
	first := a.queue[0]
	a.queue = slices.Delete(a.queue, 0, 1)
	return &first, nil, false
}
