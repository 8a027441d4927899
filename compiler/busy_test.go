package compiler

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
)

// However many executions wait, and however long their names are, a page of their
// list is no larger than what a state may get.
func TestBusyPagesFit(t *testing.T) {
	p := loadOne(t, `
pipeline "p" {
  concurrency {
    limit   = 1000
    on_busy = "skip"
  }
  task "lambda" "a" { function = "f" }
}`)
	p.Concurrency.Limit = 1 << 20 // so that every page is asked for
	r, diags := Compile(p, Options{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	const running = 3000
	long := strings.Repeat("n", 80)
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	pages, listed, ran := 0, 0, false
	x, err := engine.Run(context.Background(), r.Machine, asl.Object{}, engine.Options{
		Start: start, Machine: "p",
		Task: func(c engine.Call) engine.Outcome {
			args, _ := c.Arguments.(asl.Object)
			most, ok := args.Get("MaxResults")
			if !ok {
				ran = true
				return engine.Outcome{}
			}
			pages++
			var page asl.Array
			var size int
			if _, err := fmt.Sscan(string(most.(asl.Number)), &size); err != nil {
				t.Error(err)
			}
			for ; len(page) < size && listed < running; listed++ {
				machine := "arn:aws-us-gov:states:us-gov-west-1:123456789012:stateMachine:" + long
				page = append(page, asl.Object{
					{Key: "ExecutionArn", Value: asl.String("arn:aws-us-gov:states:us-gov-west-1:123456789012:execution:" + long + ":" + long)},
					{Key: "StateMachineArn", Value: asl.String(machine)},
					{Key: "StateMachineAliasArn", Value: asl.String(machine + ":" + long)},
					{Key: "StateMachineVersionArn", Value: asl.String(machine + ":1000000")},
					{Key: "Name", Value: asl.String(long)},
					{Key: "Status", Value: asl.String("RUNNING")},
					{Key: "StartDate", Value: asl.String(start.Add(-time.Hour).Format("2006-01-02T15:04:05.000Z"))},
					{Key: "RedriveCount", Value: asl.Number("0")},
				})
			}
			out := asl.Object{{Key: "Executions", Value: page}}
			if listed < running {
				out = append(out, asl.Member{Key: "NextToken", Value: asl.String(strings.Repeat("t", 1024))})
			}
			return engine.Outcome{Output: out}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	if x.Status != engine.Succeeded || !ran || pages < 2 {
		t.Errorf("%s: %s: %s; %d pages, the task ran: %v", x.Status, x.Error, x.Cause, pages, ran)
	}
}

// All executions of the machine are asked for, also where the context object
// should name an alias or a version that was started.
func TestBusyAsksForTheMachine(t *testing.T) {
	p := loadOne(t, `
pipeline "p" {
  concurrency {
    limit   = 1
    on_busy = "fail"
  }
}`)
	r, diags := Compile(p, Options{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	const machine = "arn:aws-cn:states:cn-north-1:123456789012:stateMachine:p"
	for _, arn := range []string{machine, machine + ":live", machine + ":7"} {
		asked := ""
		x, err := engine.Run(t.Context(), r.Machine, asl.Object{}, engine.Options{
			Machine: "p", MachineARN: arn,
			Task: func(c engine.Call) engine.Outcome {
				args, _ := c.Arguments.(asl.Object)
				v, _ := args.Get("StateMachineArn")
				text, _ := v.(asl.String)
				asked = string(text)
				return engine.Outcome{Output: asl.Object{{Key: "Executions", Value: asl.Array{}}}}
			},
		})
		if err != nil || x.Status != engine.Succeeded {
			t.Fatalf("%s: %v, %v", arn, x, err)
		}
		if asked != machine {
			t.Errorf("where the context object has %s, it asks for %s", arn, asked)
		}
	}
}
