package cli

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
	"github.com/pipectl/pipectl/cmd/internal/pipetest"
	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/deploy/operate"
)

// runDeployed starts an execution in an account and follows it.
func runDeployed(ctx context.Context, s Streams, o runOptions) error {
	switch {
	case o.mocks != "" || o.stub:
		return usage("--mocks and --stub are for --local: in an account the services answer")
	case o.execution != "" && !executionName.MatchString(o.execution):
		return usage("--name takes letters, digits and . _ - only, at most 80, not %q", o.execution)
	}
	if o.at != "" {
		if _, err := pipetest.ParseTime(o.at); err != nil {
			return usage("--at: %v", err)
		}
	}
	input, err := o.readInput(s)
	if err != nil {
		return err
	}
	ctx, end := interruptible(ctx)
	defer end()
	op, err := o.operation(ctx, s)
	if err != nil {
		return given(ctx, err)
	}
	sources, err := o.compile(s, o.path, o.name)
	if err != nil {
		return err
	}
	p := sources.p
	if input, err = pipelineInput(p, input, o.at); err != nil {
		return err
	}
	if err := checkInput(ctx, sources, input, op.clock.Now()); err != nil {
		return err
	}
	start := operate.Start{Target: op.target(p), Name: o.execution, Input: string(asl.AppendValue(nil, input, -1))}
	if o.target != "" {
		start.Target = op.machineARN(p.Name) + ":" + o.target
	}
	if start.Name == "" {
		start.Name = newName("run", op.clock.Now())
	}
	if p.Express {
		return op.runExpress(ctx, o, start)
	}
	x, err := op.client.Start(ctx, start)
	switch {
	case deploy.IsFault(err, deploy.Exists):
		return refused(fmt.Errorf("there is an execution %s:%s already; names can be given again after 90 days", p.Name, start.Name))
	case err != nil:
		return given(ctx, op.notDeployed(p.Name, err))
	}
	f := follow{arn: x.ARN, pipeline: p.Name, sources: sources, path: o.path, format: o.format, history: o.history}
	if o.detach {
		fmt.Fprintln(s.Out, x.ARN)
		fmt.Fprintf(s.Err, "It runs. To follow it:\n\n  %s\n\n", f.command())
		return nil
	}
	if o.format == "text" {
		fmt.Fprintln(s.Err, x.ARN)
	}
	return op.follow(ctx, f)
}

// newName makes a name of an execution that no other has: what it is for, when it
// was started, and chance.
func newName(what string, now time.Time) string {
	var chance [4]byte
	rand.Read(chance[:]) // which never fails
	return what + "-" + now.UTC().Format("20060102T150405Z") + "-" + hex.EncodeToString(chance[:])
}

// runExpress runs an execution of an express pipeline, of which nothing but its
// end can be seen.
func (o *operation) runExpress(ctx context.Context, opts runOptions, start operate.Start) error {
	if opts.detach {
		return usage("--detach is not for an express pipeline: nobody could tell how it went")
	}
	d, err := o.client.StartSync(ctx, start)
	if err != nil {
		return given(ctx, o.notDeployed(opts.name, err))
	}
	x := &engine.Execution{
		ARN: d.ARN, Name: d.Name, MachineARN: d.Machine, Machine: opts.name, Status: d.Status, Start: d.Start, End: d.End,
		Error: d.Error, HasError: d.Error != "", Cause: d.Cause, HasCause: d.Cause != "",
	}
	if d.Status == engine.Succeeded {
		if x.Output, err = asl.DecodeValue([]byte(d.Output)); err != nil {
			return refused(fmt.Errorf("the output of %s: %w", d.Name, err))
		}
	}
	return o.report(follow{arn: d.ARN, format: opts.format, history: opts.history}, pipetest.FollowBare(opts.name, &asl.Machine{}, nil).Run(x))
}
