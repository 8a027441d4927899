package pipetest

import (
	"slices"
	"testing"
	"time"

	"github.com/pipectl/pipectl/asl"
)

// states are the names of the states that made the calls of a run.
func states(r *Run) []string {
	var out []string
	for _, c := range r.Calls {
		out = append(out, c.State)
	}
	return out
}

func TestPolled(t *testing.T) {
	crawl := func(more string) string {
		return `pipeline "p" {
  input "limit" {
    type    = number
    default = 3600
  }
  task "glue_crawler" "crawl" {
    crawler = "landing"
    ` + more + `
  }
  task "lambda" "next" {
    function   = "next"
    depends_on = [task.crawl]
  }
}`
	}
	const hour = time.Hour
	tests := []struct {
		name, more string
		mocks      Mocks
		status     string
		error      string
		calls      []string
		takes      time.Duration
		skipped    []string
	}{
		{
			name: "it takes no time but the mock's", mocks: Mocks{{Name: "crawl", Takes: 20 * time.Minute}, {Name: "*"}},
			status: "succeeded", calls: []string{"crawl-start", "crawl-look", "next"}, takes: 20 * time.Minute,
		}, {
			name: "a bad end", mocks: Mocks{{Name: "crawl", Error: "Pipectl.CrawlerFailed", Cause: "no", Takes: time.Minute}},
			status: "failed", error: "Pipectl.CrawlerFailed", calls: []string{"crawl-start", "crawl-look"}, takes: time.Minute,
		}, {
			name: "an error of the service", mocks: Mocks{{Name: "crawl", Error: "Glue.EntityNotFoundException", Takes: time.Minute}},
			status: "failed", error: "Glue.EntityNotFoundException", calls: []string{"crawl-start"}, takes: time.Minute,
		}, {
			name: "a timeout stops it", more: `timeout = "1h"`, mocks: Mocks{{Name: "crawl", Takes: 2 * hour}},
			status: "failed", error: "States.Timeout", calls: []string{"crawl-start", "crawl-look", "crawl-stop"}, takes: hour,
		}, {
			name: "an error that comes too late", more: `timeout = "1h"`, mocks: Mocks{{Name: "crawl", Takes: 2 * hour, Error: "Pipectl.CrawlerFailed"}},
			status: "failed", error: "States.Timeout", calls: []string{"crawl-start", "crawl-look", "crawl-stop"}, takes: hour,
		}, {
			name: "each attempt is a mock", more: "retry {\n on = [\"Pipectl.CrawlerFailed\"]\n interval = \"10s\"\n}",
			mocks:  Mocks{{Name: "crawl", Error: "Pipectl.CrawlerFailed", Times: 1}, {Name: "*"}},
			status: "succeeded", calls: []string{"crawl-start", "crawl-look", "crawl-start", "crawl-look", "next"}, takes: 10 * time.Second,
		}, {
			name: "busy, and joined", more: `if_running = "join"`,
			mocks:  Mocks{{Name: "crawl", Error: "Glue.CrawlerRunningException", Times: 1}, {Name: "crawl", Takes: time.Minute}, {Name: "*"}},
			status: "succeeded", calls: []string{"crawl-start", "crawl-look", "next"}, takes: time.Minute,
		}, {
			name: "busy, and skipped", more: `if_running = "skip"`,
			mocks:  Mocks{{Name: "crawl", Error: "Glue.CrawlerRunningException"}, {Name: "*"}},
			status: "succeeded", calls: []string{"crawl-start"}, skipped: []string{"crawl", "next"},
		}, {
			name: "busy, and a failure", more: `if_running = "fail"`,
			mocks:  Mocks{{Name: "crawl", Error: "Glue.CrawlerRunningException"}, {Name: "*"}},
			status: "failed", error: "Glue.CrawlerRunningException", calls: []string{"crawl-start"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := run(t, machineOf(t, crawl(tt.more)), Options{Mocks: tt.mocks})
			if r.Status() != tt.status || r.Execution.Error != tt.error {
				t.Errorf("%s with %q (%s)", r.Status(), r.Execution.Error, r.Execution.Cause)
			}
			if got := states(r); !slices.Equal(got, tt.calls) {
				t.Errorf("calls %v, want %v", got, tt.calls)
			}
			if r.Duration() != tt.takes {
				t.Errorf("it took %v, want %v", r.Duration(), tt.takes)
			}
			if !slices.Equal(r.Skipped, tt.skipped) {
				t.Errorf("skipped %v, want %v", r.Skipped, tt.skipped)
			}
		})
	}
}

// A timeout that only an execution knows is noticed at the next look.
func TestPolledUntilRunTime(t *testing.T) {
	m := machineOf(t, `pipeline "p" {
  input "limit" { type = number }
  task "glue_crawler" "crawl" {
    crawler = "landing"
    timeout = input.limit
  }
}`)
	r := run(t, m, Options{
		Input: asl.Object{{Key: "limit", Value: asl.Number("100")}},
		Mocks: Mocks{{Name: "crawl", Takes: time.Hour}},
	})
	if r.Execution.Error != "States.Timeout" || r.Duration() != 2*time.Minute {
		t.Errorf("%s after %v", r.Execution.Error, r.Duration())
	}
}

// An output that says that the work goes on would be looked at for ever.
func TestContradiction(t *testing.T) {
	m := machineOf(t, `pipeline "p" {
  task "glue_crawler" "crawl" { crawler = "landing" }
}`)
	r := run(t, m, Options{Mocks: Mocks{{Name: "crawl", Output: asl.Object{{Key: "State", Value: asl.String("RUNNING")}}}}})
	if r.Contradiction == nil || r.Contradiction.Name != "crawl" {
		t.Errorf("no contradiction: %s", r.Status())
	}
}

// A poll of the user's: each look is a mock; with another call to start by, that
// is answered too.
func TestUsersPoll(t *testing.T) {
	m := machineOf(t, `pipeline "p" {
  task "aws" "check" {
    call      = "glue:startDataQualityRulesetEvaluationRun"
    arguments = { Role = "r", RulesetNames = ["r"], DataSource = { GlueTable = { DatabaseName = "d", TableName = "t" } } }
    timeout   = "10m"
    poll {
      every          = "1m"
      call           = "glue:getDataQualityRulesetEvaluationRun"
      arguments      = { RunId = started.RunId }
      until          = result.Status == "SUCCEEDED"
      fail           = result.Status == "FAILED"
      stop_call      = "glue:cancelDataQualityRulesetEvaluationRun"
      stop_arguments = { RunId = started.RunId }
    }
  }
}`)
	status := func(s string) asl.Value { return asl.Object{{Key: "Status", Value: asl.String(s)}} }
	r := run(t, m, Options{Mocks: Mocks{
		{Name: "check", Output: status("RUNNING"), Times: 2}, {Name: "check", Output: status("SUCCEEDED")},
	}})
	if r.Status() != "succeeded" || len(r.Calls) != 4 || !slices.Equal(r.Ran(), []string{"check"}) {
		t.Errorf("%s, %v: %s", r.Status(), states(r), r.Execution.Cause)
	}
	if id, _ := r.Calls[1].Arguments.(asl.Object).Get("RunId"); id != asl.String("RunId") {
		t.Errorf("the look asks for %v", id)
	}
	r = run(t, m, Options{Mocks: Mocks{{Name: "check", Output: status("RUNNING")}}})
	if r.Execution.Error != "States.Timeout" || r.Calls[len(r.Calls)-1].State != "check-stop" {
		t.Errorf("%s, %v", r.Execution.Error, states(r))
	}
	if r := run(t, m, Options{Stub: true}); r.Status() != "succeeded" {
		t.Errorf("with a stub: %s", r.Execution.Cause)
	}
	if r := run(t, m, Options{}); r.Missing == nil || r.Missing.Name != "check" {
		t.Errorf("without a mock: %+v", r.Missing)
	}
}
