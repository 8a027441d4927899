package cli

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/pipectl/pipectl/asl/engine"
	"github.com/pipectl/pipectl/cmd/internal/view"
	"github.com/pipectl/pipectl/compiler"
	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/deploy/aws"
	"github.com/pipectl/pipectl/deploy/operate"
	"github.com/pipectl/pipectl/dsl"
)

// An operation is an account, and the means to look at executions in it.
type operation struct {
	s      Streams
	aws    *aws.Client    // which does not repeat calls
	client operate.Client // which does
	at     deploy.Place
	clock  deploy.Clock
}

// operation connects to the account.
func (f *accountFlags) operation(ctx context.Context, s Streams) (*operation, error) {
	client, at, err := f.open(ctx, s)
	if err != nil {
		return nil, err
	}
	clock := s.clock()
	return &operation{s, client, operate.Patient(client, clock, func(_ int, wait time.Duration, err error) {
		view.Waiting(s.Err, wait, err)
	}), at, clock}, nil
}

// A compiled is a pipeline and what became of it.
type compiled struct {
	p       *dsl.Pipeline
	result  *compiler.Result
	sources map[string][]byte
}

// compile loads and compiles a pipeline. Warnings are those of validate, and left
// to it.
func (f *accountFlags) compile(s Streams, path, name string) (*compiled, error) {
	project, diags, err := f.load(s, path)
	if err != nil {
		return nil, err
	}
	if diags.HasErrors() {
		return nil, tell(s, diags, project.Sources)
	}
	picked, err := pick(project, name)
	if err != nil {
		return nil, err
	}
	result, diags := compiler.Compile(picked[0], compiler.Options{})
	if diags.HasErrors() {
		return nil, tell(s, diags, project.Sources)
	}
	return &compiled{picked[0], result, project.Sources}, nil
}

// sourcesOf compiles a pipeline where its sources are there and right; else nil.
// Where a PATH was given, they have to be.
func (f *accountFlags) sourcesOf(s Streams, path, name string) (*compiled, error) {
	if path != "" {
		return f.compile(s, path, name)
	}
	project, diags, err := f.load(s, ".")
	if err != nil || diags.HasErrors() || project.Pipeline(name) == nil {
		return nil, nil //nolint:nilerr // an execution can be looked at without sources
	}
	result, diags := compiler.Compile(project.Pipeline(name), compiler.Options{})
	if diags.HasErrors() {
		return nil, nil
	}
	return &compiled{project.Pipeline(name), result, project.Sources}, nil
}

// target is what a start of a pipeline leads to: its alias, or its machine.
func (o *operation) target(p *dsl.Pipeline) string {
	id := deploy.ID{Kind: deploy.KindMachine, Name: p.Name}
	if p.Alias != "" {
		id = deploy.ID{Kind: deploy.KindAlias, In: p.Name, Name: p.Alias}
	}
	return o.at.ARN(id)
}

func (o *operation) machineARN(pipeline string) string {
	return o.at.ARN(deploy.ID{Kind: deploy.KindMachine, Name: pipeline})
}

// notDeployed says so of a pipeline that is not.
func (o *operation) notDeployed(pipeline string, err error) error {
	var fault *deploy.Fault
	if errors.As(err, &fault) && fault.Kind == deploy.NotFound {
		what := fault.ID.String()
		if fault.ID == (deploy.ID{}) {
			what = "pipeline " + pipeline
		}
		if fault.ID.Kind == deploy.KindVersion {
			return usage("there is no %s in account %s, region %s; pipectl status tells which there are", what, o.at.Account, o.at.Region)
		}
		return refused(fmt.Errorf("there is no %s in account %s, region %s; pipectl deploy makes it", what, o.at.Account, o.at.Region))
	}
	return refused(err)
}

// A reference is what EXECUTION stands for on a command line.
type reference struct {
	pipeline string
	arn      string // empty: the pipeline's latest
}

// usageExecution says how an execution is named.
const usageExecution = `EXECUTION is its ARN, PIPELINE:NAME, or PIPELINE alone for the latest one.`

var executionName = regexp.MustCompile(`^[0-9A-Za-z_.-]{1,80}$`)

// refer reads EXECUTION.
func (o *operation) refer(text string) (reference, error) {
	if id, ok := operate.ParseExecution(text); ok {
		if id.Region != o.at.Region || id.Account != o.at.Account {
			return reference{}, usage("%s is in account %s, region %s, and the credentials are for account %s, region %s",
				id.Name, id.Account, id.Region, o.at.Account, o.at.Region)
		}
		return reference{deploy.PipelineOf(id.Machine), text}, nil
	}
	pipeline, name, named := strings.Cut(text, ":")
	if !pipelineForm.MatchString(pipeline) || named && !executionName.MatchString(name) {
		return reference{}, usage("%q is no execution: %s", text, usageExecution)
	}
	if !named {
		return reference{pipeline: pipeline}, nil
	}
	return reference{pipeline, operate.ExecutionARN(o.machineARN(pipeline), name)}, nil
}

// checkReference says whether a text may be an execution, before an account is
// asked for anything.
func checkReference(text string) error {
	_, arn := operate.ParseExecution(text)
	pipeline, name, named := strings.Cut(text, ":")
	if arn || pipelineForm.MatchString(pipeline) && (!named || executionName.MatchString(name)) {
		return nil
	}
	return usage("%q is no execution: %s", text, usageExecution)
}

// find gives the execution that a reference means. Where none is named that is the
// latest of those that run, or else of all.
func (o *operation) find(ctx context.Context, r reference) (operate.Execution, error) {
	arn := r.arn
	for _, status := range []engine.Status{engine.Running, ""} {
		if arn != "" {
			break
		}
		all, err := o.list(ctx, r.pipeline, status, 1)
		if err != nil {
			return operate.Execution{}, err
		}
		if len(all) > 0 {
			arn = all[0].ARN
		}
	}
	if arn == "" {
		return operate.Execution{}, refused(fmt.Errorf("there is no execution of %s yet", r.pipeline))
	}
	x, err := o.client.Describe(ctx, arn)
	if id, ok := operate.ParseExecution(arn); ok && id.Machine == r.pipeline && deploy.IsFault(err, deploy.NotFound) {
		// One that goes on from another may be of the machine beside.
		beside, e := o.client.Describe(ctx, operate.ExecutionARN(o.machineARN(deploy.OneOffMachine(r.pipeline)), id.Name))
		if !deploy.IsFault(e, deploy.NotFound, deploy.AccessDenied) {
			x, err = beside, e
		}
	}
	if deploy.IsFault(err, deploy.NotFound) {
		return x, refused(fmt.Errorf("there is no execution %s in account %s, region %s", shortName(arn), o.at.Account, o.at.Region))
	}
	if err != nil {
		return x, refused(err)
	}
	return x, nil
}

// shortName is how an execution is named on a command line.
func shortName(arn string) string {
	if id, ok := operate.ParseExecution(arn); ok {
		return deploy.PipelineOf(id.Machine) + ":" + id.Name
	}
	return arn
}
