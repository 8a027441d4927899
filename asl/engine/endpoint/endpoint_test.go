package endpoint

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/pipectl/pipectl/asl"
)

// A user is somebody who uses an endpoint over the network, with AWS's SDK.
type user struct {
	*sfn.Client
	t   testing.TB
	url string
	e   *Endpoint
}

// serve starts an endpoint on a port of its own.
func serve(t testing.TB, opts Options) user {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	e := New(opts)
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- Serve(ctx, l, e) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
	url := "http://" + l.Addr().String()
	return user{client(url), t, url, e}
}

// client is the SDK's, as docs/local.md says to set it up.
func client(url string) *sfn.Client {
	return sfn.New(sfn.Options{
		BaseEndpoint: aws.String(url),
		Region:       "us-east-1",
		Credentials:  credentials.NewStaticCredentialsProvider("local", "local", ""),
		// The SDK closes the body of a request when the answer begins, and net/http
		// the connection where it has not looked for the body's end by then. An
		// endpoint as quick as this one meets that now and then; the SDK tries again.
		Retryer: retry.NewStandard(func(o *retry.StandardOptions) { o.MaxBackoff = time.Millisecond }),
		APIOptions: []func(*middleware.Stack) error{
			// StartSyncExecution and TestState would go to the host sync-127.0.0.1.
			func(s *middleware.Stack) error {
				return s.Initialize.Add(middleware.InitializeMiddlewareFunc("NoHostPrefix",
					func(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (middleware.InitializeOutput, middleware.Metadata, error) {
						return next.HandleInitialize(smithyhttp.DisableEndpointHostPrefix(ctx, true), in)
					}), middleware.Before)
			},
		},
	})
}

const role = "arn:aws:iam::123456789012:role/states"

// create makes a Standard machine and gives its ARN.
func (u user) create(name, definition string) string {
	u.t.Helper()
	out, err := u.CreateStateMachine(context.Background(), &sfn.CreateStateMachineInput{
		Name: &name, Definition: &definition, RoleArn: aws.String(role),
	})
	if err != nil {
		u.t.Fatal(err)
	}
	return *out.StateMachineArn
}

// start starts an execution and gives its ARN.
func (u user) start(machine, name, input string) string {
	u.t.Helper()
	in := &sfn.StartExecutionInput{StateMachineArn: &machine}
	if name != "" {
		in.Name = &name
	}
	if input != "" {
		in.Input = &input
	}
	out, err := u.StartExecution(context.Background(), in)
	if err != nil {
		u.t.Fatal(err)
	}
	return *out.ExecutionArn
}

// end waits for the end of an execution and describes it.
func (u user) end(arn string) *sfn.DescribeExecutionOutput {
	u.t.Helper()
	x, err := u.e.execution(arn)
	if err != nil {
		u.t.Fatal(err)
	}
	<-x.running().Done()
	return u.describe(arn)
}

func (u user) describe(arn string) *sfn.DescribeExecutionOutput {
	u.t.Helper()
	out, err := u.DescribeExecution(context.Background(), &sfn.DescribeExecutionInput{ExecutionArn: &arn})
	if err != nil {
		u.t.Fatal(err)
	}
	return out
}

// post makes a call by hand.
func (u user) post(operation, body string) (int, asl.Object) {
	u.t.Helper()
	r, err := http.NewRequest(http.MethodPost, u.url+"/", strings.NewReader(body))
	if err != nil {
		u.t.Fatal(err)
	}
	r.Header.Set("X-Amz-Target", target+operation)
	r.Header.Set("Content-Type", contentType)
	return u.do(r)
}

func (u user) do(r *http.Request) (int, asl.Object) {
	u.t.Helper()
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		u.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		u.t.Fatal(err)
	}
	v, err := asl.DecodeValue(body)
	if err != nil {
		u.t.Fatalf("%s: %v", body, err)
	}
	if got := res.Header.Get("Content-Type"); got != contentType {
		u.t.Errorf("Content-Type %q", got)
	}
	return res.StatusCode, v.(asl.Object)
}

// wantCode checks the code of an exception, and a part of its message.
func wantCode(t testing.TB, err error, code, part string) {
	t.Helper()
	var api smithy.APIError
	if !errors.As(err, &api) {
		t.Errorf("%v, want %s", err, code)
		return
	}
	if api.ErrorCode() != code || !strings.Contains(api.ErrorMessage(), part) {
		t.Errorf("%s: %s, want %s: ...%s...", api.ErrorCode(), api.ErrorMessage(), code, part)
	}
}

func text(o asl.Object, key string) string {
	v, _ := o.Get(key)
	s, _ := v.(asl.String)
	return string(s)
}

const passes = `{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}`

func TestOutsideTheProtocol(t *testing.T) {
	u := serve(t, Options{})
	call := func(change func(*http.Request)) *http.Request {
		r, err := http.NewRequest(http.MethodPost, u.url+"/", strings.NewReader("{}"))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("X-Amz-Target", "AWSStepFunctions.ListStateMachines")
		change(r)
		return r
	}
	tests := []struct {
		name   string
		change func(*http.Request)
		status int
		code   string
	}{
		{"as it should be", func(*http.Request) {}, 200, ""},
		{"GET", func(r *http.Request) { r.Method = "GET" }, 405, "UnknownOperationException"},
		{"unknown operation", func(r *http.Request) { r.Header.Set("X-Amz-Target", "AWSStepFunctions.Frobnicate") }, 400, "UnknownOperationException"},
		{"other service", func(r *http.Request) { r.Header.Set("X-Amz-Target", "DynamoDB_20120810.ListTables") }, 400, "UnknownOperationException"},
		{"no target", func(r *http.Request) { r.Header.Del("X-Amz-Target") }, 400, "UnknownOperationException"},
		{"not served", func(r *http.Request) { r.Header.Set("X-Amz-Target", "AWSStepFunctions.UpdateMapRun") }, 400, "UnknownOperationException"},
		{"no JSON", func(r *http.Request) { r.Body = io.NopCloser(strings.NewReader("{")); r.ContentLength = 1 }, 400, "SerializationException"},
		{"no object", func(r *http.Request) { r.Body = io.NopCloser(strings.NewReader("[]")); r.ContentLength = 2 }, 400, "SerializationException"},
		{"no text", func(r *http.Request) { r.Body = io.NopCloser(strings.NewReader("\xff\xff")); r.ContentLength = 2 }, 400, "SerializationException"},
		{"too large", func(r *http.Request) {
			r.Body = io.NopCloser(strings.NewReader(`{"nextToken":"` + strings.Repeat("x", mostRequest) + `"}`))
			r.ContentLength = -1
		}, 400, "ValidationException"},
		{"a name that is somebody's", func(r *http.Request) { r.Host = "attacker.example" }, 403, "AccessDeniedException"},
		{"a name under localhost", func(r *http.Request) { r.Host = "sync-states.localhost:8083" }, 200, ""},
		{"an address with the SDK's prefix", func(r *http.Request) { r.Host = "sync-127.0.0.1:8083" }, 200, ""},
		{"another address", func(r *http.Request) { r.Host = "[::1]:8083" }, 200, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			status, body := u.do(call(tt.change))
			if status != tt.status || text(body, "__type") != tt.code {
				t.Errorf("%d %v, want %d %s", status, body, tt.status, tt.code)
			}
		})
	}
}

func TestAnyHost(t *testing.T) {
	u := serve(t, Options{AnyHost: true})
	r, err := http.NewRequest(http.MethodPost, u.url, strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	r.Host = "states.example"
	r.Header.Set("X-Amz-Target", "AWSStepFunctions.ListActivities")
	if status, body := u.do(r); status != 200 {
		t.Errorf("%d %v", status, body)
	}
}

func TestBrokenRequest(t *testing.T) {
	e := New(Options{})
	defer e.Close()
	r := httptest.NewRequest(http.MethodPost, "http://localhost/", io.MultiReader(strings.NewReader("{"), brokenReader{}))
	r.Header.Set("X-Amz-Target", "AWSStepFunctions.ListActivities")
	w := httptest.NewRecorder()
	e.ServeHTTP(w, r)
	if w.Code != 400 || !strings.Contains(w.Body.String(), "SerializationException") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// The operations that are served are those of the SDK, but for UpdateMapRun.
func TestOperationsAreTheSDKs(t *testing.T) {
	u := serve(t, Options{})
	for _, name := range Operations() {
		status, body := u.post(name, `{"maxResults":"x","stateMachineArn":1,"activityArn":1,"executionArn":1,"mapRunArn":1,"resourceArn":1,"name":1,"definition":1,
			"stateMachineVersionArn":1,"stateMachineAliasArn":1,"taskToken":1}`)
		if status != 400 || text(body, "__type") != "SerializationException" {
			t.Errorf("%s with members of wrong types: %d %v", name, status, body)
		}
	}
	if n := len(Operations()); n != 36 {
		t.Errorf("%d operations, want 36: all of the API's 37 but one", n)
	}
}

func TestMembersThatMustBeThere(t *testing.T) {
	u := serve(t, Options{})
	free := map[string]bool{"ListActivities": true, "ListStateMachines": true}
	for _, name := range Operations() {
		status, body := u.post(name, `{}`)
		if free[name] {
			if status != 200 {
				t.Errorf("%s: %d %v", name, status, body)
			}
		} else if status != 400 || text(body, "__type") != "ValidationException" {
			t.Errorf("%s of nothing: %d %v", name, status, body)
		}
	}
	_, body := u.post("StartExecution", `{"name":null,"input":"{}"}`)
	want := "1 validation error detected: Value null at 'stateMachineArn' failed to satisfy constraint: Member must not be null"
	if got := text(body, "message"); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// Serve ends in order: who waits for a task or for an execution gets an answer.
func TestShutdown(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	e := New(Options{})
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- Serve(ctx, l, e) }()
	u := user{client("http://" + l.Addr().String()), t, "", e}

	a, err := u.CreateActivity(ctx, &sfn.CreateActivityInput{Name: aws.String("a")})
	if err != nil {
		t.Fatal(err)
	}
	execution := u.start(u.create("m", `{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"`+*a.ActivityArn+`x","End":true}}}`), "", "")
	if end := u.end(execution); *end.Error != "States.Runtime" || !strings.Contains(*end.Cause, "Activity Does Not Exist") {
		t.Errorf("%s: %s", *end.Error, *end.Cause)
	}
	waiting := u.start(u.create("w", waits), "", "")
	polled := make(chan error, 1)
	go func() {
		out, err := u.GetActivityTask(context.Background(), &sfn.GetActivityTaskInput{ActivityArn: a.ActivityArn})
		if err == nil && out.TaskToken != nil {
			err = errors.New("there is a task")
		}
		polled <- err
	}()
	stop()
	if err := <-done; err != nil {
		t.Errorf("Serve: %v", err)
	}
	// An answer, unless the worker came too late.
	if err := <-polled; err != nil && !strings.Contains(err.Error(), "connect") {
		t.Errorf("the worker that waited: %v", err)
	}
	x, _ := e.execution(waiting)
	if got := x.look().Status; got != "ABORTED" {
		t.Errorf("what ran is %s", got)
	}
	if _, err := e.launch(launch{of: arn{name: "m", full: u.e.own("stateMachine", "m")}, input: "{}"}); !errors.Is(err, errClosing) {
		t.Errorf("an execution after the end: %v", err)
	}
}

func TestServeOnAClosedListener(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	if err := Serve(context.Background(), l, New(Options{})); err == nil {
		t.Error("no error")
	}
}

// clock gives times that can be told apart.
func clock() func() time.Time {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	return func() time.Time { return now }
}
