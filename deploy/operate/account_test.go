package operate_test

import (
	"context"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
	"github.com/pipectl/pipectl/asl/engine/endpoint"
	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/deploy/aws"
	"github.com/pipectl/pipectl/deploy/operate"
	"github.com/pipectl/pipectl/internal/awstest"
)

// The environment of all tests has credentials, and no configuration else.
func TestMain(m *testing.M) {
	for _, v := range os.Environ() {
		if name, _, _ := strings.Cut(v, "="); strings.HasPrefix(name, "AWS_") {
			must(os.Unsetenv(name))
		}
	}
	for name, value := range map[string]string{
		"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
		"AWS_CONFIG_FILE": os.DevNull, "AWS_SHARED_CREDENTIALS_FILE": os.DevNull, "AWS_EC2_METADATA_DISABLED": "true",
	} {
		must(os.Setenv(name, value))
	}
	os.Exit(m.Run())
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

const (
	role   = "arn:aws:iam::123456789012:role/states"
	states = "arn:aws:states:us-east-1:123456789012:"
)

// An account is one in memory, behind HTTP, whose time passes by waiting alone.
type account struct {
	*awstest.Server
	client *aws.Client
	// onWait, unless nil, is called after each wait.
	onWait func(n int)

	mu    sync.Mutex
	now   time.Time
	waits []time.Duration
}

func newAccount(t *testing.T, opts awstest.Options) *account {
	t.Helper()
	a := &account{now: time.Date(2026, 1, 5, 2, 0, 0, 0, time.UTC)}
	opts.Now = a.moment
	a.Server = awstest.Start(t, opts)
	c, err := aws.Open(t.Context(), aws.Options{Region: "us-east-1", Endpoint: a.URL})
	if err != nil {
		t.Fatal(err)
	}
	a.client = c
	if err := c.Create(t.Context(), &deploy.Role{
		Name:  "states",
		Trust: `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"states.amazonaws.com"},"Action":"sts:AssumeRole"}]}`,
	}); err != nil {
		t.Fatal(err)
	}
	return a
}

func (a *account) moment() time.Time {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.now
}

func (a *account) clock() deploy.Clock {
	return deploy.Clock{Now: a.moment, Sleep: func(ctx context.Context, d time.Duration) error {
		a.mu.Lock()
		a.now = a.now.Add(d)
		a.waits = append(a.waits, d)
		n := len(a.waits)
		a.mu.Unlock()
		if a.onWait != nil {
			a.onWait(n)
		}
		return ctx.Err()
	}}
}

func (a *account) patient() operate.Client { return operate.Patient(a.client, a.clock(), nil) }

// machine makes a machine and gives its ARN.
func (a *account) machine(t *testing.T, name, definition string) string {
	t.Helper()
	err := a.client.Create(t.Context(), &deploy.Machine{Name: name, Definition: definition, Role: role, Logging: deploy.Logging{Level: "OFF"}})
	if err != nil {
		t.Fatal(err)
	}
	return states + "stateMachine:" + name
}

// start starts an execution and gives its ARN.
func (a *account) start(t *testing.T, target, name, input string) string {
	t.Helper()
	x, err := a.client.Start(t.Context(), operate.Start{Target: target, Name: name, Input: input})
	if err != nil {
		t.Fatal(err)
	}
	return x.ARN
}

// mocks answers Tasks by the names of their states, each with one object.
func mocks(answers map[string]string) func() endpoint.Mock {
	return func() endpoint.Mock {
		return func(c engine.Call) (engine.Outcome, bool) {
			text, ok := answers[c.State]
			if !ok {
				return engine.Outcome{}, false
			}
			if name, failed := strings.CutPrefix(text, "!"); failed {
				return engine.Outcome{Error: name, Cause: "so it is"}, true
			}
			v, err := asl.DecodeValue([]byte(text))
			must(err)
			return engine.Outcome{Output: v}, true
		}
	}
}
