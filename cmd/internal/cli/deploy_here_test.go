package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pipectl/pipectl/asl/engine/endpoint"
	"github.com/pipectl/pipectl/cmd/internal/pipetest"
	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/internal/awstest"
)

// A here is an account, and a project that is deployed to it by commands in the
// test's own process.
type here struct {
	t      *testing.T
	dir    string // of the project
	server *awstest.Server

	mu  sync.Mutex
	now time.Time
	// mocks answer Tasks, by the names of their states, in executions that
	// begin from now on.
	mocks pipetest.Mocks
}

// answer sets the mocks, from JSON.
func (h *here) answer(mocks string) {
	h.t.Helper()
	file := filepath.Join(h.t.TempDir(), "mocks.json")
	if err := os.WriteFile(file, []byte(mocks), 0o666); err != nil {
		h.t.Fatal(err)
	}
	var opts pipetest.Options
	if err := (runOptions{mocks: file}).readMocks(Streams{Err: h.t.Output()}, &opts, nil, nil); err != nil {
		h.t.Fatal(err)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.mocks = opts.Mocks
}

func newHere(t *testing.T, source string) *here {
	t.Helper()
	h := &here{t: t, dir: t.TempDir(), now: time.Date(2026, 1, 5, 2, 0, 0, 0, time.UTC)}
	h.write(source)
	h.server = awstest.Start(t, awstest.Options{Now: h.moment, Mock: func() endpoint.Mock {
		h.mu.Lock()
		defer h.mu.Unlock()
		return h.mocks.Begin()
	}})
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL": h.server.URL, "AWS_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true",
		"AWS_ACCESS_KEY_ID": "AKIDHERE", "AWS_SECRET_ACCESS_KEY": "secret-of-here", "AWS_SESSION_TOKEN": "token-of-here",
		"AWS_CONFIG_FILE": os.DevNull, "AWS_SHARED_CREDENTIALS_FILE": os.DevNull, "AWS_PROFILE": "",
	} {
		t.Setenv(name, value)
	}
	return h
}

// deployHere is an account to which a project is deployed.
func deployHere(t *testing.T, source string) *here {
	t.Helper()
	h := newHere(t, source)
	h.deploy()
	return h
}

func (h *here) write(source string) {
	h.t.Helper()
	if err := os.WriteFile(filepath.Join(h.dir, "main.pipe.hcl"), []byte(source), 0o666); err != nil {
		h.t.Fatal(err)
	}
}

func (h *here) moment() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

func (h *here) clock() *deploy.Clock {
	return &deploy.Clock{Now: h.moment, Sleep: func(ctx context.Context, d time.Duration) error {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.now = h.now.Add(d)
		return ctx.Err()
	}}
}

// run runs a command.
func (h *here) run(s Streams, args ...string) int {
	if s.In == nil {
		s.In = strings.NewReader("")
	}
	s.Environ = []string{"NO_COLOR=1"}
	s.Clock = h.clock()
	return Run(args, s)
}

// says runs a command that has to end well, and gives what it writes.
func (h *here) says(args ...string) string {
	h.t.Helper()
	var out bytes.Buffer
	if code := h.run(Streams{Out: &out, Err: &out}, args...); code != ExitDone {
		h.t.Fatalf("pipectl %s ends with %d\n%s", strings.Join(args, " "), code, &out)
	}
	return out.String()
}

func (h *here) deploy(flags ...string) string {
	h.t.Helper()
	return h.says(append([]string{"deploy", "--yes", h.dir}, flags...)...)
}

// writes are the calls that write, as IAM writes them.
func (h *here) writes() []string {
	var all []string
	for _, c := range h.server.Calls() {
		if c.Writes() {
			all = append(all, c.Action())
		}
	}
	return all
}
