package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/pipectl/pipectl/asl/engine/endpoint"
	"github.com/pipectl/pipectl/cmd/internal/pipetest"
	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/deploy/aws"
	"github.com/pipectl/pipectl/internal/awstest"
)

// An awsAccount is the account that a script deploys to, and the clock by which
// it lives: time passes only by waiting, of anybody.
type awsAccount struct {
	server *awstest.Server
	clock  *httptest.Server

	mu     sync.Mutex
	now    time.Time
	onWait []func()
	// interrupt is called with each wait, which ends when its context does.
	interrupt func(waiting context.Context)
	mocks     pipetest.Mocks
}

type awsKey struct{}

// beginning is when an account begins.
var beginning = time.Date(2026, 1, 5, 2, 0, 0, 0, time.UTC)

// readMocks reads the mocks of executions that begin from now on.
func (a *awsAccount) readMocks(ts *testscript.TestScript, file string) {
	var mocked pipetest.Options
	ts.Check((runOptions{mocks: ts.MkAbs(file)}).readMocks(Streams{Err: os.Stderr}, &mocked, nil, nil))
	a.mu.Lock()
	defer a.mu.Unlock()
	a.mocks = mocked.Mocks
}

// aws [FLAG=VALUE...] starts an account in memory, and lets the environment say
// that it is AWS. The flags are account, region, buses, mocks, a file of answers to
// Tasks by the names of their states, as those of `pipectl local`, and redrive=yes,
// by which executions that did not succeed can be redriven.
//
// aws mocks FILE has other answers for executions that begin from now on.
//
// aws calls FILE [PREFIX] writes the calls since the begin, or the last time, to
// a file: those whose names begin with a prefix, or, with "writes", those that
// write.
//
// aws deny ACTION has a call be denied from now on, aws throttle ACTION once be one
// too many, aws fail ACTION once be broken; aws calm ends all of this.
//
// aws findings SEVERITY has Step Functions find something in machines.
//
// aws lock PIPELINE marks a deploy as under way.
//
// aws alarm NAME STATE sets an alarm. aws onwait alarm NAME STATE does so when
// somebody waits, and aws onwait start ARN N starts executions then.
//
// aws hand OPERATION JSON calls Step Functions by hand.
//
// aws log GROUP STREAM SECONDS TEXT has a line logged, so many seconds after the begin;
// aws object BUCKET KEY FILE puts a file into S3, aws cluster ID NAME STATE [LOGS] and aws
// definition ARN CONTAINER GROUP PREFIX make an EMR cluster and a task definition.
//
// aws put KIND NAME [IN] makes a resource by hand; aws delete KIND NAME [IN]
// deletes one; aws has KIND NAME [IN] says whether there is one.
func awsCommand(ts *testscript.TestScript, neg bool, args []string) {
	a := ts.Value(awsKey{}).(*awsAccount)
	if len(args) > 0 && !strings.Contains(args[0], "=") && a.server == nil {
		ts.Fatalf("there is no account yet")
	}
	words := append(args, "", "", "", "", "")
	if neg && words[0] != "has" {
		ts.Fatalf("aws %s is not to be denied", words[0])
	}
	switch words[0] {
	case "calls":
		a.writeCalls(ts, words[1], words[2])
	case "deny", "throttle", "fail":
		a.meddle(words[0], words[1])
	case "findings":
		a.find(words[1])
	case "lock":
		ts.Check(a.client(ts).Create(context.Background(), &deploy.Alias{
			Machine: words[1], Name: "pipectl-deploy", Description: "deploying something", Routes: []deploy.Route{{Version: 1, Weight: 100}},
		}))
	case "hand":
		_, err := callOperation(a.server.URL, words[1], words[2])
		ts.Check(err)
	case "calm":
		a.server.Meddle(nil)
	case "alarm":
		a.server.SetAlarm(words[1], words[2], false)
	case "mocks":
		a.readMocks(ts, words[1])
	case "log":
		seconds, err := strconv.Atoi(words[3])
		ts.Check(err)
		a.server.Log(words[1], words[2], beginning.Add(time.Duration(seconds)*time.Second).UnixMilli(), words[4])
	case "object":
		a.server.PutObject(words[1], words[2], []byte(ts.ReadFile(words[3])))
	case "cluster":
		a.server.SetCluster(words[1], words[2], words[3], words[4])
	case "definition":
		a.server.SetTaskDefinition(words[1], words[2], words[3], words[4])
	case "onwait":
		a.whenWaiting(ts, words[1:])
	case "put", "delete", "has":
		a.byHand(ts, neg, words[0], deploy.ID{Kind: deploy.Kind(words[1]), Name: words[2], In: words[3]})
	default:
		a.start(ts, args)
	}
}

func (a *awsAccount) start(ts *testscript.TestScript, flags []string) {
	opts := awstest.Options{Now: a.moment}
	for _, f := range flags {
		name, value, _ := strings.Cut(f, "=")
		switch name {
		case "account":
			opts.Account = value
		case "region":
			opts.Region = value
		case "mocks":
			a.readMocks(ts, value)
			opts.Mock = func() endpoint.Mock {
				a.mu.Lock()
				defer a.mu.Unlock()
				return a.mocks.Begin()
			}
		case "redrive":
			opts.Redrivable = true
		case "buses":
			opts.Buses = strings.Split(value, ",")
		default:
			ts.Fatalf("no flag %q", name)
		}
	}
	a.now = beginning
	a.server = awstest.New(opts)
	a.clock = httptest.NewServer(http.HandlerFunc(a.tell))
	ts.Defer(a.server.Close)
	ts.Defer(a.clock.Close)
	region := opts.Region
	if region == "" {
		region = "us-east-1"
	}
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL": a.server.URL, "AWS_REGION": region,
		"AWS_ACCESS_KEY_ID": "AKIDSCRIPT", "AWS_SECRET_ACCESS_KEY": "secret-of-the-script", "AWS_SESSION_TOKEN": "token-of-the-script",
		"AWS_CONFIG_FILE": os.DevNull, "AWS_SHARED_CREDENTIALS_FILE": os.DevNull, "AWS_EC2_METADATA_DISABLED": "true",
		clockVariable: a.clock.URL,
	} {
		ts.Setenv(name, value)
	}
}

func (a *awsAccount) moment() time.Time {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.now
}

// tell is the clock, over HTTP: the time after a wait, which takes none.
func (a *awsAccount) tell(w http.ResponseWriter, r *http.Request) {
	d, err := time.ParseDuration(r.URL.Query().Get("wait"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	a.mu.Lock()
	a.now = a.now.Add(d)
	now, hooks, interrupt := a.now, a.onWait, a.interrupt
	a.mu.Unlock()
	if d > 0 {
		for _, f := range hooks {
			f()
		}
		if interrupt != nil {
			interrupt(r.Context())
		}
	}
	fmt.Fprint(w, now.Format(time.RFC3339Nano))
}

// clockVariable says where a process asks for the time, and waits.
const clockVariable = "PIPECTL_TEST_CLOCK"

// distantClock is the clock of a script's account.
func distantClock(url string) *deploy.Clock {
	after := func(ctx context.Context, d time.Duration) time.Time {
		ask, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"?wait="+d.String(), nil)
		if err != nil {
			panic(err)
		}
		answer, err := http.DefaultClient.Do(ask)
		if ctx.Err() != nil {
			return time.Time{} // nobody waits any more
		}
		if err != nil {
			panic(err)
		}
		defer answer.Body.Close()
		text, err := io.ReadAll(answer.Body)
		if ctx.Err() != nil {
			return time.Time{}
		}
		if err != nil {
			panic(err)
		}
		now, err := time.Parse(time.RFC3339Nano, string(text))
		if err != nil {
			panic(err)
		}
		return now
	}
	return &deploy.Clock{
		Now:   func() time.Time { return after(context.Background(), 0) },
		Sleep: func(ctx context.Context, d time.Duration) error { after(ctx, d); return ctx.Err() },
	}
}

var (
	scriptDigests  = regexp.MustCompile(`\b[0-9a-f]{64}\b`)
	scriptPolicies = regexp.MustCompile(`\bpipectl-[0-9a-f]{12}\b`)
)

func (a *awsAccount) writeCalls(ts *testscript.TestScript, file, which string) {
	var b strings.Builder
	for _, c := range a.server.Calls() {
		if which == "writes" && !c.Writes() || which != "writes" && !strings.HasPrefix(c.Action(), which) {
			continue
		}
		for _, long := range []string{"definition", "PolicyDocument"} {
			if text, ok := c.Params[long].(string); ok && len(text) > 200 {
				c.Params[long] = "…"
			}
		}
		line := scriptPolicies.ReplaceAllString(scriptDigests.ReplaceAllString(c.String(), "<digest>"), "<policy>")
		b.WriteString(line + "\n")
	}
	a.server.Forget()
	ts.Check(os.WriteFile(ts.MkAbs(file), []byte(b.String()), 0o666))
}

func (a *awsAccount) meddle(how, action string) {
	var mu sync.Mutex
	done := false
	a.server.Meddle(func(c awstest.Call) *awstest.Trouble {
		mu.Lock()
		defer mu.Unlock()
		if c.Action() != action || done {
			return nil
		}
		switch how {
		case "throttle":
			done = true
			return awstest.Throttled(c)
		case "fail":
			done = true
			return awstest.Broken(c, true)
		default:
			return awstest.Denied(c, action)
		}
	})
}

// find has Step Functions find something in machines that it is asked about.
func (a *awsAccount) find(severity string) {
	result := "OK"
	if severity == "ERROR" {
		result = "FAIL"
	}
	a.server.Meddle(func(c awstest.Call) *awstest.Trouble {
		if c.Action() != "states:ValidateStateMachineDefinition" {
			return nil
		}
		return &awstest.Trouble{Answer: map[string]any{"result": result, "diagnostics": []any{map[string]any{
			"severity": severity, "code": "SCHEMA_VALIDATION_FAILED", "message": "the state is not as it should be", "location": "/States/load",
		}}}}
	})
}

func (a *awsAccount) whenWaiting(ts *testscript.TestScript, words []string) {
	var f func()
	switch words[0] {
	case "alarm":
		f = func() { a.server.SetAlarm(words[1], words[2], false) }
	case "start":
		n, err := strconv.Atoi(words[2])
		ts.Check(err)
		f = func() {
			for range n {
				if _, err := callOperation(a.server.URL, "StartExecution", `{"stateMachineArn":"`+words[1]+`"}`); err != nil {
					panic(err)
				}
			}
		}
	default:
		ts.Fatalf("usage: aws onwait alarm|start ...")
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.onWait = append(a.onWait, f)
}

// client is whoever uses the console.
func (a *awsAccount) client(ts *testscript.TestScript) deploy.Client {
	c, err := aws.Open(context.Background(), aws.Options{Region: ts.Getenv("AWS_REGION"), Endpoint: a.server.URL})
	ts.Check(err)
	return c
}

// byHand does what people do in the console.
func (a *awsAccount) byHand(ts *testscript.TestScript, neg bool, what string, id deploy.ID) {
	c := a.client(ts)
	ctx := context.Background()
	switch what {
	case "delete":
		ts.Check(c.Delete(ctx, id))
	case "has":
		_, err := c.Read(ctx, id)
		if err != nil && !deploy.IsFault(err, deploy.NotFound) {
			ts.Fatalf("%v", err)
		}
		if (err == nil) == neg {
			ts.Fatalf("%s: %v", id, err)
		}
	case "put":
		var r deploy.Resource
		switch id.Kind {
		case deploy.KindRole:
			r = &deploy.Role{Name: id.Name, Trust: `{"Statement":[{"Effect":"Allow","Principal":{"Service":"states.amazonaws.com"},"Action":"sts:AssumeRole"}]}`}
		case deploy.KindLogGroup:
			r = &deploy.LogGroup{Name: id.Name}
		case deploy.KindPolicy:
			r = &deploy.Policy{Role: id.In, Name: id.Name, Document: `{"Statement":[{"Effect":"Allow","Action":"logs:CreateLogDelivery","Resource":"*"}]}`}
		case deploy.KindRule:
			r = &deploy.Rule{Bus: "default", Name: id.Name, Pattern: "{}"}
		default:
			ts.Fatalf("no %s is made by hand here", id.Kind)
		}
		ts.Check(c.Create(ctx, r))
	}
}

// interrupt CODE COMMAND... runs a command, interrupts it when it first waits, and
// wants it to exit with a code. What it wrote is kept in interrupted.stdout and
// interrupted.stderr.
func interrupt(ts *testscript.TestScript, neg bool, args []string) {
	a := ts.Value(awsKey{}).(*awsAccount)
	if neg || len(args) < 2 || a.server == nil {
		ts.Fatalf("usage: interrupt code command...")
	}
	cmd := exec.Command(args[1], args[2:]...) //nolint:gosec // a script's own
	cmd.Dir = ts.MkAbs(".")
	for _, name := range []string{
		"PATH", "HOME", "AWS_ENDPOINT_URL", "AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_CONFIG_FILE",
		"AWS_SHARED_CREDENTIALS_FILE", "AWS_EC2_METADATA_DISABLED", "NO_COLOR", "TESTSCRIPT_COMMAND", clockVariable,
	} {
		cmd.Env = append(cmd.Env, name+"="+ts.Getenv(name))
	}
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	var once sync.Once
	a.mu.Lock()
	a.interrupt = func(waiting context.Context) {
		once.Do(func() {
			cmd.Process.Signal(os.Interrupt) //nolint:errcheck // it is there: it waits
			<-waiting.Done()                 // and goes on only by what interrupts it
		})
	}
	a.mu.Unlock()
	err := cmd.Run()
	a.mu.Lock()
	a.interrupt = nil
	a.mu.Unlock()
	ts.Check(os.WriteFile(ts.MkAbs("interrupted.stdout"), stdout.Bytes(), 0o666))
	ts.Check(os.WriteFile(ts.MkAbs("interrupted.stderr"), stderr.Bytes(), 0o666))
	ts.Logf("[stdout]\n%s[stderr]\n%s", &stdout, &stderr)
	if got := strconv.Itoa(cmd.ProcessState.ExitCode()); got != args[0] {
		ts.Fatalf("exit code %s, want %s (%v)", got, args[0], err)
	}
}
