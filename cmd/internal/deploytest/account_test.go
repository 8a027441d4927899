// Package deploytest has the tests of deploys from end to end: pipelines are
// loaded, compiled and deployed by deploy and deploy/aws, over HTTP, to the
// account in memory that internal/awstest is. It is tests only. What is planned,
// and in which order, is tested in deploy.
package deploytest

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/pipectl/pipectl/cmd/internal/spec"
	"github.com/pipectl/pipectl/compiler"
	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/deploy/aws"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/internal/awstest"
)

var virginia = deploy.Place{Partition: "aws", Region: "us-east-1", Account: "123456789012"}

// project is the name that everything here is deployed under.
const project = "tests"

// The environment of all tests has credentials, and no configuration else.
func TestMain(m *testing.M) {
	for _, v := range os.Environ() {
		if name, _, _ := strings.Cut(v, "="); strings.HasPrefix(name, "AWS_") {
			must(os.Unsetenv(name))
		}
	}
	must(os.Setenv("AWS_ACCESS_KEY_ID", "test"))
	must(os.Setenv("AWS_SECRET_ACCESS_KEY", "test"))
	must(os.Setenv("AWS_CONFIG_FILE", os.DevNull))
	must(os.Setenv("AWS_SHARED_CREDENTIALS_FILE", os.DevNull))
	os.Exit(m.Run())
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// An account is where tests deploy to; time passes in it only by waiting.
type account struct {
	t      testing.TB
	url    string          // empty: what the environment says
	server *awstest.Server // nil: it is another's
	onWait func()          // unless nil, called after each wait

	mu  sync.Mutex
	now time.Time
}

// moment is the time it is.
func (a *account) moment() time.Time {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.now
}

func newAccount(t testing.TB, opts awstest.Options) *account {
	a := &account{t: t, now: time.Date(2026, 1, 5, 2, 0, 0, 0, time.UTC)}
	opts.Now = a.moment
	a.server = awstest.Start(t, opts)
	a.url = a.server.URL
	return a
}

func (a *account) clock() deploy.Clock {
	return deploy.Clock{
		Now: a.moment,
		Sleep: func(ctx context.Context, d time.Duration) error {
			a.mu.Lock()
			a.now = a.now.Add(d)
			a.mu.Unlock()
			if a.onWait != nil {
				a.onWait()
			}
			return ctx.Err()
		},
	}
}

// client is a new one, as a new process has.
func (a *account) client() deploy.Client {
	a.t.Helper()
	c, err := aws.Open(context.Background(), aws.Options{Region: virginia.Region, Endpoint: a.url})
	if err != nil {
		a.t.Fatal(err)
	}
	return c
}

// try deploys as a process does that is started once.
func (a *account) try(ctx context.Context, s deploy.Spec, shift deploy.Shift) error {
	return a.apply(ctx, s.Pipeline, shift, func(l *deploy.Live) *deploy.Plan { return deploy.Diff(l, s) })
}

// apply carries out what is planned of what there is of a pipeline.
func (a *account) apply(ctx context.Context, pipeline string, shift deploy.Shift, plan func(*deploy.Live) *deploy.Plan) error {
	c := a.client()
	live, err := deploy.Read(ctx, deploy.Patient(c, a.clock(), nil), project, pipeline)
	if err != nil {
		return err
	}
	return deploy.Apply(ctx, c, plan(live), deploy.Options{Clock: a.clock(), Shift: shift})
}

// deploy deploys, which has to succeed, and gives the calls that were made.
func (a *account) deploy(s deploy.Spec) []awstest.Call {
	a.t.Helper()
	a.server.Forget()
	if err := a.try(context.Background(), s, deploy.Shift{}); err != nil {
		a.t.Fatal(err)
	}
	return a.server.Calls()
}

// destroy removes a pipeline, which has to succeed.
func (a *account) destroy(pipeline string) {
	a.t.Helper()
	if err := a.apply(context.Background(), pipeline, deploy.Shift{}, deploy.Destroy); err != nil {
		a.t.Fatal(err)
	}
}

// specs compiles the pipelines of a project, in the order in which they are to
// be deployed.
func specs(t testing.TB, fsys fstest.MapFS) []deploy.Spec {
	t.Helper()
	loaded, diags := dsl.Load(fsys, ".", dsl.Options{Region: virginia.Region, Account: virginia.Account})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	var all []deploy.Spec
	for _, p := range spec.InOrder(loaded.Pipelines) {
		r, diags := compiler.Compile(p, compiler.Options{})
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		s, err := spec.Of(project, p, r, virginia)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	return all
}

// source is a project of one file.
func source(text string) fstest.MapFS { return fstest.MapFS{"main.pipe.hcl": {Data: []byte(text)}} }

var (
	digests     = regexp.MustCompile(`\b[0-9a-f]{64}\b`)
	policyNames = regexp.MustCompile(`\bpipectl-[0-9a-f]{12}\b`)
)

// transcript writes down calls, without what others test: definitions and
// permissions are named by their lengths, hashes by their order.
func transcript(calls []awstest.Call, want func(awstest.Call) bool) string {
	var b strings.Builder
	seen := map[string]string{}
	ordinal := func(kind string) func(string) string {
		return func(hash string) string {
			if seen[hash] == "" {
				n := 1
				for _, other := range seen {
					if strings.HasPrefix(other, kind) {
						n++
					}
				}
				seen[hash] = fmt.Sprintf("%s%d", kind, n)
			}
			return seen[hash]
		}
	}
	for _, c := range calls {
		if !want(c) {
			continue
		}
		params := map[string]any{}
		for name, v := range c.Params {
			if text, ok := v.(string); ok && (name == "definition" || name == "PolicyDocument") && len(text) > 300 {
				v = "…"
			}
			params[name] = v
		}
		c.Params = params
		line := digests.ReplaceAllStringFunc(c.String(), ordinal("digest-"))
		b.WriteString(policyNames.ReplaceAllStringFunc(line, ordinal("policy-")) + "\n")
	}
	return b.String()
}

func writes(c awstest.Call) bool { return c.Writes() }
