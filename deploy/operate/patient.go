package operate

import (
	"context"
	"time"

	"github.com/pipectl/pipectl/asl/engine"
	"github.com/pipectl/pipectl/deploy"
)

// Patient is a Client whose calls are repeated where they are throttled or not
// answered, as a deploy's are. waits, unless nil, is told before each wait.
//
// To start an execution again is safe where its name is one that nobody else
// gives: where the first call succeeded after all, and the execution has ended
// meanwhile, what the service then calls a name that is taken is that execution.
func Patient(c Client, clock deploy.Clock, waits func(attempt int, d time.Duration, err error)) Client {
	return &patient{c, clock, waits}
}

type patient struct {
	c     Client
	clock deploy.Clock
	waits func(attempt int, d time.Duration, err error)
}

func (p *patient) do(ctx context.Context, f func() error) error {
	return deploy.Repeat(ctx, p.clock, p.waits, f)
}

func (p *patient) Start(ctx context.Context, s Start) (x Execution, err error) {
	lost := false // an answer was
	err = p.do(ctx, func() error {
		x, err = p.c.Start(ctx, s)
		if lost && deploy.IsFault(err, deploy.Exists) {
			x, err = Execution{ARN: ExecutionARN(s.Target, s.Name), Name: s.Name}, nil
		}
		lost = lost || deploy.IsFault(err, deploy.Unavailable)
		return err
	})
	return x, err
}

// StartSync is not repeated where there was no answer: the service would run it
// twice.
func (p *patient) StartSync(ctx context.Context, s Start) (x Execution, err error) {
	var lost error
	err = p.do(ctx, func() error {
		x, err = p.c.StartSync(ctx, s)
		if deploy.IsFault(err, deploy.Unavailable) {
			lost = err
			return nil
		}
		return err
	})
	if err == nil {
		err = lost
	}
	return x, err
}

func (p *patient) Describe(ctx context.Context, arn string) (x Execution, err error) {
	err = p.do(ctx, func() error { x, err = p.c.Describe(ctx, arn); return err })
	return x, err
}

func (p *patient) Definition(ctx context.Context, arn string) (text string, err error) {
	err = p.do(ctx, func() error { text, err = p.c.Definition(ctx, arn); return err })
	return text, err
}

func (p *patient) History(ctx context.Context, arn, token string) (events []*engine.Event, next string, err error) {
	err = p.do(ctx, func() error { events, next, err = p.c.History(ctx, arn, token); return err })
	return events, next, err
}

func (p *patient) Executions(ctx context.Context, q Query, token string) (all []Execution, next string, err error) {
	err = p.do(ctx, func() error { all, next, err = p.c.Executions(ctx, q, token); return err })
	return all, next, err
}

func (p *patient) Stop(ctx context.Context, arn, name, cause string) error {
	return p.do(ctx, func() error { return p.c.Stop(ctx, arn, name, cause) })
}

func (p *patient) Redrive(ctx context.Context, arn string) error {
	return p.do(ctx, func() error { return p.c.Redrive(ctx, arn) })
}
