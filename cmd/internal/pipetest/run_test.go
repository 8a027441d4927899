package pipetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/dsl"
)

// Who watches is told of starts, failures and ends, in the order in which they
// happen.
func TestWatch(t *testing.T) {
	m := machineOf(t, `pipeline "p" {
  task "lambda" "a" { function = "a" }
  task "glue_crawler" "b" {
    crawler    = "b"
    depends_on = [task.a]
  }
  task "wait" "c" {
    for        = "1m"
    depends_on = [task.a]
  }
}`)
	var got []string
	run(t, m, Options{
		Mocks: Mocks{{Name: "a", Error: "Lambda.ServiceException", Times: 1}, {Name: "a"}, {Name: "b", Takes: 5 * time.Minute}},
		Watch: func(m Moment) {
			got = append(got, fmt.Sprintf("%s %s %s%s", Clock(m.Time), m.Span.Name, m.What, m.Error))
		},
	})
	want := []string{
		"0s a start", "0s a failLambda.ServiceException", "2s a end",
		"2s b start", "2s c start", "1m2s c end", "5m2s b end",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// Elements are told apart, attempts are not runs of their own.
func TestSpans(t *testing.T) {
	m := machineOf(t, `pipeline "p" {
  map "m" {
    items = ["x", "y"]
    sequence "s" {
      task "lambda" "a" {
        function = "a"
        payload  = each.value
      }
      task "value" "v" { value = 1 }
      retry {
        on       = ["Boom"]
        interval = "1s"
      }
    }
  }
  task "fail" "end" {
    error      = "Bang"
    depends_on = [task.m]
  }
}`)
	r := run(t, m, Options{Mocks: Mocks{{Name: "a", Error: "Boom", Times: 1}, {Name: "a", Takes: time.Second}}})
	type span struct {
		Name, Element    string
		Attempts, Failed int
		Done, Fails      bool
		End              time.Duration
	}
	var got []span
	for _, s := range r.Spans {
		got = append(got, span{s.Name, s.Element, s.Attempts, len(s.Failures), s.Done, r.Fails(s), s.End})
	}
	want := []span{
		{Name: "a", Element: "m[0]", Attempts: 2, Failed: 1, Done: true, End: 2 * time.Second},
		{Name: "a", Element: "m[1]", Attempts: 1, Done: true, End: time.Second},
		{Name: "v", Element: "m[1]", Done: true, End: time.Second},
		{Name: "v", Element: "m[0]", Done: true, End: 2 * time.Second},
		{Name: "end", Fails: true, End: 2 * time.Second},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// What a pipeline is compiled for is where it runs.
func TestRegion(t *testing.T) {
	src := `pipeline "p" {
  output = { id = run.id, machine = run.machine_id, account = aws.account_id }
}`
	for _, tt := range []struct {
		region, account string
		want            string
	}{
		{"", "", `{"id":"arn:aws:states:us-east-1:123456789012:execution:p:test","machine":"arn:aws:states:us-east-1:123456789012:stateMachine:p","account":"123456789012"}`},
		{"cn-north-1", "", `{"id":"arn:aws-cn:states:cn-north-1:123456789012:execution:p:test","machine":"arn:aws-cn:states:cn-north-1:123456789012:stateMachine:p","account":"123456789012"}`},
		{"eu-west-1", "111122223333", `{"id":"arn:aws:states:eu-west-1:111122223333:execution:p:test","machine":"arn:aws:states:eu-west-1:111122223333:stateMachine:p","account":"111122223333"}`},
	} {
		m := machineIn(t, src, dsl.Options{Region: tt.region, Account: tt.account})
		if got := string(asl.AppendValue(nil, run(t, m, Options{}).Execution.Output, -1)); got != tt.want {
			t.Errorf("in %q: %s", tt.region, got)
		}
	}
}

// The clock starts when a test says, and is the scheduled time too.
func TestStart(t *testing.T) {
	m := machineOf(t, `pipeline "p" {
  output = { start = run.start_time, scheduled = run.scheduled_date, name = run.name }
}`)
	r := run(t, m, Options{At: time.Date(2027, 3, 4, 5, 6, 7, 0, time.UTC), Name: "x"})
	if got := string(asl.AppendValue(nil, r.Execution.Output, -1)); got != `{"start":"2027-03-04T05:06:07.000Z","scheduled":"2027-03-04","name":"x"}` {
		t.Error(got)
	}
}

// What cannot be run at all, and what was interrupted, is an error.
func TestRunErrors(t *testing.T) {
	m := BareMachine("m", &asl.Machine{StartAt: "nowhere"})
	if _, err := m.Run(context.Background(), Options{}); err == nil {
		t.Error("a machine without its first state runs")
	}
	m = machineOf(t, `pipeline "p" {
  task "wait" "w" { for = "1h" }
}`)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := m.Run(ctx, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("after it was cancelled: %v", err)
	}
}

// What a mock is passed over for is told.
func TestPassedOver(t *testing.T) {
	suite, found := suiteOf(t, orders, `test "x" {
  pipeline = "orders"
  mock "extract" { call = request.Payload.nn == 1 }
  mock "extract" { call = request.Payload.n == 1 }
  mock "*" {
    call = request.Payload.n == 2
  }
}`)
	if len(found) > 0 {
		t.Fatal(found)
	}
	machines, _ := Compile(suite.Tests)
	r := RunTests(context.Background(), suite.Tests, machines)[0]
	m := r.Run.Missing
	if m == nil || len(m.Passed) != 3 || len(r.Failures) != 1 || len(r.Failures[0].Notes) != 3 {
		t.Fatalf("%+v, %+v", m, r.Failures)
	}
	var why []string
	for _, p := range m.Passed {
		why = append(why, p.Why)
	}
	want := []string{`its call cannot be worked out: There is no member "nn" here. Did you mean "n"?`, "its call is false", "its call is false"}
	if diff := cmp.Diff(want, why); diff != "" {
		t.Error(diff)
	}
	if d := r.Failures[0].Diagnostic(); d.Subject == nil || d.Subject.Start.Line != 1 {
		t.Errorf("it is told at %v", d.Subject)
	}
	if lines := m.ArgumentLines(); !slices.Contains(lines, `    "FunctionName": "extract",`) {
		t.Errorf("it is called with %v", lines)
	}
}

// An example of a result is written as HCL would be.
func TestSuggestion(t *testing.T) {
	m := &Missing{Name: "a", Example: asl.Object{
		{Key: "a b", Value: asl.Array{asl.Number("1"), asl.Bool(true), asl.Null{}}}, {Key: "c", Value: asl.String("${x} %{y}")}, {Key: "d", Value: asl.Object{}},
	}}
	want := []string{"  mock \"a\" {", "    output = { \"a b\" = [1, true, null], c = \"$${x} %%{y}\", d = {} }", "  }"}
	if diff := cmp.Diff(want, m.Suggestion()); diff != "" {
		t.Error(diff)
	}
	m.Example = asl.Object{{Key: "long", Value: asl.String(string(make([]byte, 100)))}}
	if got := m.Suggestion()[1]; got != "    output = {}" {
		t.Error(got)
	}
}

// A stub is an example of its type; what the user waits for holds.
func TestStubs(t *testing.T) {
	for typ, want := range map[string]string{
		"string":                        `"x"`,
		"list(number)":                  `[1]`,
		"map(bool)":                     `{"key":true}`,
		"tuple([string, number])":       `["x",1]`,
		"object({ a = any, b = bool })": `{"a":{},"b":true}`,
	} {
		m := machineOf(t, `pipeline "p" {
  task "lambda" "x" {
    function = "x"
    returns  = `+typ+`
  }
  output = { got = task.x.output }
}`)
		r := run(t, m, Options{Stub: true})
		got, _ := r.Execution.Output.(asl.Object).Get("got")
		if text := string(asl.AppendValue(nil, got, -1)); text != want {
			t.Errorf("%s: %s, want %s", typ, text, want)
		}
	}
	if _, ok := example(cty.DynamicPseudoType, "").(asl.Object); !ok {
		t.Error("anything is no object")
	}
	for _, until := range []string{
		`result.n > 3`, `result.n <= 3 && result.s != "go on"`, `!(result.s == "no") || result.n == 1`, `contains(["a", "b"], result.s)`,
		`try(result.s, "") == "done"`, `result.b`, `result.b != true`, `result.deep.inside == "x"`,
	} {
		m := machineOf(t, `pipeline "p" {
  task "lambda" "x" {
    function = "x"
    returns  = object({ n = number, s = string, b = bool, deep = object({ inside = string }) })
    timeout  = "5m"
    poll { until = `+until+` }
  }
}`)
		if r := run(t, m, Options{Stub: true}); r.Status() != "succeeded" {
			t.Errorf("until %s: %s, %s", until, r.Status(), r.Execution.Error)
		}
	}
}
