package cost

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
	"github.com/pipectl/pipectl/compiler"
	"github.com/pipectl/pipectl/dsl"
)

// A crawl that is looked at any number of times, with looks that are throttled,
// stays under the most that is estimated, to the very look at which its time is up;
// one that takes as long as is expected costs what is usual.
func TestPollsStayWithin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		every := rapid.IntRange(5, 120).Draw(t, "every")
		timeout := rapid.IntRange(every, 40*every).Draw(t, "timeout")
		expected := rapid.IntRange(1, timeout).Draw(t, "expected")
		looks := rapid.IntRange(1, 60).Draw(t, "looks") // after which the crawl has ended
		throttled := rapid.IntRange(0, 3).Draw(t, "throttled")
		src := fmt.Sprintf(`pipeline "p" {
  task "glue_crawler" "c" {
    crawler  = "landing"
    expected = "%ds"
    timeout  = "%ds"
    poll { every = "%ds" }
  }
}`, expected, timeout, every)
		project, diags := dsl.Load(fstest.MapFS{"main.pipe.hcl": {Data: []byte(src)}}, ".", dsl.Options{})
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		p := project.Pipelines[0]
		r, diags := compiler.Compile(p, compiler.Options{})
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		estimate := Of(p, r, Options{})

		run := func(looks, throttled int) (transitions int, ok bool) {
			looked := 0
			x, err := engine.Run(context.Background(), r.Machine, asl.Object{}, engine.Options{Task: func(c engine.Call) engine.Outcome {
				if !strings.HasSuffix(c.Resource, "getCrawler") {
					return engine.Outcome{Output: asl.Object{}}
				}
				if c.Attempt < throttled {
					return engine.Outcome{Error: "Glue.ThrottlingException"}
				}
				looked++
				crawl := asl.Object{{Key: "State", Value: asl.String("RUNNING")}}
				if looked >= looks {
					crawl = asl.Object{
						{Key: "State", Value: asl.String("READY")},
						{Key: "LastCrawl", Value: asl.Object{{Key: "Status", Value: asl.String("SUCCEEDED")}}},
					}
				}
				return engine.Outcome{Output: asl.Object{{Key: "Crawler", Value: crawl}}}
			}})
			if err != nil {
				t.Fatal(err)
			}
			visits := map[int64]int{}
			for _, e := range x.Events {
				if strings.HasSuffix(e.Type, "StateEntered") {
					transitions++
				}
				if e.Type == "TaskScheduled" {
					from := e
					for !strings.HasSuffix(from.Type, "StateEntered") {
						from = x.Events[from.Previous-1]
					}
					if visits[from.ID]++; visits[from.ID] > 1 {
						transitions++
					}
				}
			}
			return transitions, x.Status == engine.Succeeded
		}
		n, ok := run(looks, throttled)
		if n > estimate.Most.Transitions || ok && n < estimate.Least.Transitions {
			t.Fatalf("%d transitions, from %d to %d are estimated", n, estimate.Least.Transitions, estimate.Most.Transitions)
		}
		usual := estimate.Moves[0].Usual
		if n, ok := run(usual, 0); ok && n != estimate.Usual.Transitions {
			t.Fatalf("%d looks are %d transitions, %d are estimated", usual, n, estimate.Usual.Transitions)
		}
	})
}
