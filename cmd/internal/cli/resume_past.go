package cli

import (
	"context"
	"fmt"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
	"github.com/pipectl/pipectl/cmd/internal/resume"
	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/deploy/operate"
)

// An execution that goes on from another says so in its input, so that it can go on
// itself: what the first has done counts as well.

func (r *resumption) events(ctx context.Context, arn string) ([]*engine.Event, error) {
	x, err := operate.Follow(ctx, r.client, arn, operate.Following{Clock: r.clock, Once: true})
	if err != nil {
		return nil, err
	}
	return x.Events, nil
}

// mostPasts is how many executions that went on from each other are looked at.
const mostPasts = 50

// pasts are the execution, and those that it went on from, as its input says. Those that
// the service has forgotten are left out.
func (r *resumption) pasts(ctx context.Context) ([]resume.Past, error) {
	of, start := resumed(r.x.Input)
	all := []resume.Past{{Events: r.before.Events, Start: start}}
	r.first = r.x.ARN
	for of != "" && len(all) < mostPasts {
		x, err := r.client.Describe(ctx, of)
		if deploy.IsFault(err, deploy.NotFound) {
			break
		}
		if err != nil {
			return nil, err
		}
		past := resume.Past{}
		if past.Events, err = r.events(ctx, of); err != nil {
			return nil, err
		}
		r.first = of
		of, past.Start = resumed(x.Input)
		all = append(all, past)
	}
	return all, nil
}

// The member of pipectl's part of the input that says which execution one goes on from,
// and what was to be done again.
const (
	resumesKey = "resumes"
	ofKey      = "execution"
	startKey   = "start"
)

// resumed reads it; of is empty where an execution goes on from none.
func resumed(input string) (of string, start []string) {
	v, err := asl.DecodeValue([]byte(input))
	if err != nil {
		return "", nil
	}
	for _, name := range []string{"pipectl", resumesKey} {
		o, _ := v.(asl.Object)
		v, _ = o.Get(name)
	}
	o, _ := v.(asl.Object)
	arn, _ := o.Get(ofKey)
	text, _ := arn.(asl.String)
	names, _ := o.Get(startKey)
	list, _ := names.(asl.Array)
	for _, name := range list {
		if s, ok := name.(asl.String); ok {
			start = append(start, string(s))
		}
	}
	return string(text), start
}

// input is that of the execution, which is scheduled for the time for which the
// other was, and says from which one it goes on.
func (r *resumption) input() (string, error) {
	v, err := asl.DecodeValue([]byte(r.x.Input))
	if err != nil {
		return "", refused(fmt.Errorf("the input of %s: %w", shortName(r.x.ARN), err))
	}
	o, ok := v.(asl.Object)
	if !ok {
		return r.x.Input, nil
	}
	o = scheduled(o, r.x.Start.UTC().Format(contextTime))
	own, _ := o.Get("pipectl")
	member, _ := own.(asl.Object)
	start := asl.Array{}
	for _, name := range r.o.start {
		start = append(start, asl.String(name))
	}
	member = set(member, asl.Member{Key: resumesKey, Value: asl.Object{{Key: ofKey, Value: asl.String(r.x.ARN)}, {Key: startKey, Value: start}}})
	return string(asl.AppendValue(nil, set(o, asl.Member{Key: "pipectl", Value: member}), -1)), nil
}

// contextTime is how Step Functions writes times in the context object.
const contextTime = "2006-01-02T15:04:05.000Z"
