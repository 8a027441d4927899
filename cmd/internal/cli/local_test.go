package cli

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
	"github.com/rogpeppe/go-internal/testscript"
)

// A localProcess is the `pipectl local` of a script.
type localProcess struct {
	cmd    *exec.Cmd
	stderr bytes.Buffer
}

type localKey struct{}

// local FLAG... starts `pipectl local` at a free port, and sets
// AWS_ENDPOINT_URL_SFN to where that is.
//
// local token EXECUTION waits until a task of an execution has been scheduled
// with a task token in its parameters, and sets TOKEN to it; local ended
// EXECUTION waits until the execution has ended.
//
// local stop interrupts it, wants it to end well, and keeps what it wrote to its
// standard error in local.stderr.
func local(ts *testscript.TestScript, neg bool, args []string) {
	p := ts.Value(localKey{}).(*localProcess)
	switch {
	case neg:
		ts.Fatalf("usage: local flag... | token execution | ended execution | stop")
	case len(args) == 1 && args[0] == "stop":
		ts.Check(p.cmd.Process.Signal(os.Interrupt))
		err := p.cmd.Wait()
		p.cmd = nil
		ts.Logf("[stderr]\n%s", &p.stderr)
		ts.Check(os.WriteFile(ts.MkAbs("local.stderr"), p.stderr.Bytes(), 0o666))
		ts.Check(err)
	case len(args) == 2 && args[0] == "token":
		ts.Setenv("TOKEN", await(ts, "AQ[0-9a-f]{38,}", "GetExecutionHistory", args[1]))
	case len(args) == 2 && args[0] == "ended":
		await(ts, `"StopDate": "`, "DescribeExecution", args[1])
	default:
		p.start(ts, args)
	}
}

// await asks about an execution until the answer holds something.
func await(ts *testscript.TestScript, pattern, operation, execution string) string {
	re := regexp.MustCompile(pattern)
	for range 10_000 {
		out, err := callOperation(ts.Getenv("AWS_ENDPOINT_URL_SFN"), operation, `{"executionArn":"`+execution+`"}`)
		ts.Check(err)
		if found := re.FindString(out); found != "" {
			return found
		}
	}
	ts.Fatalf("%s of %s: no %s", operation, execution, pattern)
	return ""
}

func (p *localProcess) start(ts *testscript.TestScript, args []string) {
	p.stderr.Reset()
	p.cmd = exec.Command("pipectl", append([]string{"local", "--addr", "127.0.0.1:0"}, args...)...)
	p.cmd.Dir = ts.MkAbs(".")
	p.cmd.Env = append(os.Environ(), "NO_COLOR=1")
	p.cmd.Stderr = &p.stderr
	stdout, err := p.cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(p.cmd.Start())
	ts.Defer(func() {
		if p.cmd != nil {
			p.cmd.Process.Kill() //nolint:errcheck // it may have ended
			p.cmd.Wait()         //nolint:errcheck // killed
		}
	})
	url, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		ts.Fatalf("it does not serve: %v\n%s", err, &p.stderr)
	}
	ts.Setenv("AWS_ENDPOINT_URL_SFN", strings.TrimSpace(url))
}

// callSFN is a program: sfn OPERATION [JSON|@FILE] calls Step Functions with
// AWS's SDK at AWS_ENDPOINT_URL_SFN, and prints what comes back as JSON.
func callSFN() {
	var err error
	args := slices.Concat(os.Args[1:], []string{"{}"})[:2]
	if name, ok := strings.CutPrefix(args[1], "@"); ok {
		var text []byte
		if text, err = os.ReadFile(name); err == nil {
			args[1] = string(text)
		}
	}
	out := ""
	if err == nil {
		out, err = callOperation(os.Getenv("AWS_ENDPOINT_URL_SFN"), args[0], args[1])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(out)
}

func callOperation(url, operation, input string) (string, error) {
	client := sfn.New(sfn.Options{
		BaseEndpoint: &url,
		Region:       "us-east-1",
		Credentials:  credentials.NewStaticCredentialsProvider("local", "local", ""),
		APIOptions: []func(*middleware.Stack) error{func(s *middleware.Stack) error {
			return s.Initialize.Add(middleware.InitializeMiddlewareFunc("NoHostPrefix",
				func(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (middleware.InitializeOutput, middleware.Metadata, error) {
					return next.HandleInitialize(smithyhttp.DisableEndpointHostPrefix(ctx, true), in)
				}), middleware.Before)
		}},
	})
	call := reflect.ValueOf(client).MethodByName(operation)
	if !call.IsValid() {
		return "", fmt.Errorf("no operation %q", operation)
	}
	in := reflect.New(call.Type().In(1).Elem())
	if err := json.Unmarshal([]byte(input), in.Interface()); err != nil {
		return "", err
	}
	results := call.Call([]reflect.Value{reflect.ValueOf(context.Background()), in})
	if err, _ := results[1].Interface().(error); err != nil {
		return "", err
	}
	out := results[0].Elem()
	out.FieldByName("ResultMetadata").SetZero()
	text, err := json.MarshalIndent(out.Interface(), "", "  ")
	return string(text), err
}

// Each command that docs/local.md shows is one that a script runs.
func TestLocalDocument(t *testing.T) {
	page, err := os.ReadFile("../../../docs/local.md")
	if err != nil {
		t.Fatal(err)
	}
	var run []string
	scripts, err := filepath.Glob("../../../testdata/script/local*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range scripts {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			run = append(run, strings.TrimSpace(line))
		}
	}
	n := 0
	for line := range strings.Lines(string(page)) {
		command, ok := strings.CutPrefix(strings.TrimSpace(line), "$ ")
		if !ok {
			continue
		}
		n++
		want := "exec " + command
		if flags, ok := strings.CutPrefix(command, "pipectl local"); ok {
			want = strings.TrimSpace("local" + flags)
		}
		if settings, ok := strings.CutPrefix(command, "export "); ok {
			want = "env " + settings
		}
		if !slices.Contains(run, want) {
			t.Errorf("no script runs %q", want)
		}
	}
	if n < 5 {
		t.Errorf("%d commands found in the page", n)
	}
}
