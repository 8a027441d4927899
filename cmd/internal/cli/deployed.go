package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/pipectl/pipectl/cmd/internal/spec"
	"github.com/pipectl/pipectl/cmd/internal/view"
	"github.com/pipectl/pipectl/compiler"
	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/deploy/aws"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/diag"
)

// A deployedFlags are the flags of the commands for what is deployed of a project.
type deployedFlags struct {
	accountFlags
	path     string
	project  string // its name, in place of the one that the sources say
	pipeline string // empty: all

	known []string // the names of the pipelines in the sources, once they are read
}

func (f *deployedFlags) add(cmd *cobra.Command) {
	f.accountFlags.add(cmd)
	f.addProject(cmd)
}

// addProject adds the flag of the commands that mark what they make as a
// project's.
func (f *deployedFlags) addProject(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.project, "project", "", "the project's `name`, in place of what the sources say or the directory is called")
}

// addPipeline adds the flag of the commands that are for all pipelines of a
// project.
func (f *deployedFlags) addPipeline(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.pipeline, "pipeline", "", "only the pipeline of this `name`")
}

// projectName is what a project is called.
func (f *deployedFlags) projectName(p *dsl.Project) (string, error) {
	name := f.project
	if name == "" {
		name = p.Name
	}
	if name == "" {
		dir, err := filepath.Abs(filepath.FromSlash(p.Dir))
		if err != nil {
			return "", refused(err)
		}
		if name = filepath.Base(dir); !dsl.ProjectForm.MatchString(name) {
			return "", refused(fmt.Errorf("the directory's name %q cannot be that of a project: say pipectl { project = \"NAME\" }", name))
		}
	}
	if !dsl.ProjectForm.MatchString(name) {
		return "", usage("--project takes letters, digits, and . _ - inside, at most 64, not %q", name)
	}
	return name, nil
}

var pipelineForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]{0,59}$`)

// names are the project's and those of the pipelines that are asked for, in the
// order in which they are deployed. What is deployed may be in the sources no
// more, and these may be wrong, so they are asked only for what is not given.
func (f *deployedFlags) names(s Streams) (project string, pipelines []string, err error) {
	if f.pipeline != "" && !pipelineForm.MatchString(f.pipeline) {
		return "", nil, usage("%q is no name of a pipeline", f.pipeline)
	}
	if f.pipeline != "" && f.project != "" {
		name, err := f.projectName(nil)
		return name, []string{f.pipeline}, err
	}
	p, diags, err := f.load(s, f.path)
	if err != nil {
		return "", nil, err
	}
	if project, err = f.projectName(p); err != nil {
		return "", nil, err
	}
	for _, q := range p.Pipelines {
		f.known = append(f.known, q.Name)
	}
	if f.pipeline != "" {
		if p.Pipeline(f.pipeline) == nil {
			fmt.Fprintf(s.Err, "There is no pipeline %q in the sources; what is deployed under that name is meant.%s\n",
				f.pipeline, diag.Suggest(f.pipeline, f.known))
		}
		return project, []string{f.pipeline}, nil
	}
	if diags.HasErrors() {
		return "", nil, tell(s, diags, p.Sources)
	}
	for _, q := range spec.InOrder(p.Pipelines) {
		pipelines = append(pipelines, q.Name)
	}
	return project, pipelines, nil
}

// A compileFlags are those of the commands that compare sources with what is
// deployed.
type compileFlags struct {
	deployedFlags
	lowering string
	strict   bool
	keep     int
}

func (f *compileFlags) add(cmd *cobra.Command) {
	f.deployedFlags.add(cmd)
	f.addPipeline(cmd)
	f.addCompiling(cmd)
	cmd.Flags().IntVar(&f.keep, "keep", deploy.DefaultKeep, "keep `N` versions besides those that serve, to go back to")
}

// addCompiling adds the flags that say how to compile.
func (f *compileFlags) addCompiling(cmd *cobra.Command) {
	addLowering(cmd, &f.lowering)
	cmd.Flags().BoolVar(&f.strict, "strict", false, "take waits that nobody asked for, and other warnings of the lowering, for errors")
}

// specs compiles what is asked for, and says what is wanted of it, in the order
// in which it is deployed.
func (f *compileFlags) specs(s Streams, at deploy.Place) ([]deploy.Spec, error) {
	if err := oneOf("lowering", f.lowering, lowerings); err != nil {
		return nil, err
	}
	if f.keep < 1 || f.keep > mostKept {
		return nil, usage("--keep takes a number from 1 to %d", mostKept)
	}
	p, diags, err := f.load(s, f.path)
	if err != nil {
		return nil, err
	}
	if diags.HasErrors() {
		return nil, tell(s, diags, p.Sources)
	}
	picked, err := pick(p, f.pipeline)
	if err != nil {
		return nil, err
	}
	project, err := f.projectName(p)
	if err != nil {
		return nil, err
	}
	picked = spec.InOrder(picked)
	results := make([]*compiler.Result, len(picked))
	for i, q := range picked {
		result, more := compiler.Compile(q, compiler.Options{Strict: f.strict, Lowering: f.lowering})
		results[i] = result
		diags = append(diags, more...)
	}
	if err := tell(s, diags, p.Sources); err != nil {
		return nil, err
	}
	var specs []deploy.Spec
	for i, q := range picked {
		one, err := spec.Of(project, q, results[i], at)
		if err != nil {
			return nil, refused(err)
		}
		one.Keep = f.keep
		specs = append(specs, one)
	}
	return specs, nil
}

// mostKept is how many versions can be asked to be kept: a machine may have a
// thousand.
const mostKept = 900

// A deployment is an account, and the means to change it.
type deployment struct {
	s      Streams
	client *aws.Client // which does not repeat calls
	at     deploy.Place
	clock  deploy.Clock
	of     *projectFlags // whose secrets are not shown

	telling sync.Mutex // one line at a time
}

func (f *deployedFlags) connect(ctx context.Context, s Streams) (*deployment, error) {
	client, at, err := f.open(ctx, s)
	if err != nil {
		return nil, interrupted(ctx, err)
	}
	return &deployment{s: s, client: client, at: at, clock: s.clock(), of: &f.projectFlags}, nil
}

// patient is a client that repeats calls which did not go through, and tells so.
func (d *deployment) patient() deploy.Client {
	return deploy.Patient(d.client, d.clock, d.waits)
}

// waits tells that a call is repeated.
func (d *deployment) waits(_ int, wait time.Duration, err error) {
	d.telling.Lock()
	defer d.telling.Unlock()
	view.Waiting(d.s.Err, wait, err)
}

// atOnce is how many pipelines are read at a time: some 25 calls each, of which
// none is so rare that this would use it up.
const atOnce = 4

// read reads what is live of pipelines of a project.
func (d *deployment) read(ctx context.Context, project string, pipelines ...string) ([]*deploy.Live, error) {
	all, errs := make([]*deploy.Live, len(pipelines)), make([]error, len(pipelines))
	reading, stop := context.WithCancel(ctx)
	defer stop()
	client := d.patient()
	places := make(chan struct{}, atOnce)
	var wait sync.WaitGroup
	for i, name := range pipelines {
		places <- struct{}{}
		wait.Go(func() {
			defer func() { <-places }()
			if all[i], errs[i] = deploy.Read(reading, client, project, name); errs[i] != nil {
				stop() // the others; theirs are errors of this
			}
		})
	}
	wait.Wait()
	for _, err := range errs {
		if err != nil && (ctx.Err() != nil || !errors.Is(err, context.Canceled)) {
			return nil, interrupted(ctx, refused(err))
		}
	}
	return all, nil
}

// carryOut shows plans, asks whether they are to be carried out, and does it, one
// after the other.
func (d *deployment) carryOut(ctx context.Context, plans []*deploy.Plan, ask *question, shift deploy.Shift) error {
	if err := d.show(plans, "text"); err != nil {
		return err
	}
	if !changes(plans) {
		return nil
	}
	if err := ask.put(ctx, d.s); err != nil {
		return err
	}
	return d.apply(ctx, plans, shift)
}

// show writes what plans change. It is an error where one cannot be carried out.
func (d *deployment) show(plans []*deploy.Plan, format string) error {
	if err := view.Plans(d.s.Out, format, plans, d.of.secrets, view.Colour(d.s.Out, d.s.Environ)); err != nil {
		return refused(err)
	}
	for _, p := range plans {
		if len(p.Obstacles) > 0 {
			text := "what the plan marks with ! is in the way, so nothing is changed"
			if p.Held() {
				text += "; where no deploy is under way any more, pipectl deploy, rollback and destroy go on with --break-lock"
			}
			return refused(errors.New(text))
		}
	}
	return nil
}

// apply carries out plans, one after the other.
func (d *deployment) apply(ctx context.Context, plans []*deploy.Plan, shift deploy.Shift) error {
	stop := context.AfterFunc(ctx, func() {
		fmt.Fprintln(d.s.Err, "Interrupted: it ends after the call that is under way. Once more, and it ends at once.")
	})
	defer stop()
	for _, p := range plans {
		shared := false
		tell := view.Deploying(d.s.Err, p.Pipeline)
		err := deploy.Apply(ctx, d.client, p, deploy.Options{
			Clock: d.clock, Shift: shift, Event: func(e deploy.Event) {
				shared = e.Kind == deploy.EventShift || shared && e.Kind != deploy.EventDone
				tell(e)
			},
		})
		switch {
		case err != nil && shared && ctx.Err() != nil:
			return refused(fmt.Errorf("interrupted; %s stays shared between two versions as it is now: the same command goes on, and pipectl rollback goes back", p.Pipeline))
		case err != nil:
			return interrupted(ctx, refused(fmt.Errorf("%s: %w", p.Pipeline, err)))
		}
	}
	return nil
}

// changes says whether plans change anything.
func changes(plans []*deploy.Plan) bool {
	for _, p := range plans {
		if len(p.Changes) > 0 {
			return true
		}
	}
	return false
}

// interrupted says so in place of what it led to.
func interrupted(ctx context.Context, err error) error {
	if ctx.Err() == nil || !errors.Is(err, context.Canceled) {
		return err
	}
	return refused(errors.New("interrupted; what is done is whole, and the same command goes on from there"))
}
