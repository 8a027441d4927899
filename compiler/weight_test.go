package compiler

import (
	"context"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
	"github.com/pipectl/pipectl/dsl"
)

// loadOne loads the only pipeline of a source.
func loadOne(t *testing.T, src string) *dsl.Pipeline {
	t.Helper()
	project, diags := dsl.Load(fstest.MapFS{"p.pipe.hcl": {Data: []byte(src)}}, ".", dsl.Options{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return project.Pipelines[0]
}

// Where every state runs once, the weight is the size of the definition and the
// events that an execution writes when all goes well.
func TestWeighCountsTheEventsOfAnExecution(t *testing.T) {
	tests := map[string]string{
		"tasks in a row": `
			task "lambda" "a" { function = "f" }
			task "lambda" "b" {
				function   = "f"
				depends_on = [task.a]
			}`,
		"tasks at the same time": `
			task "lambda" "a" { function = "f" }
			task "lambda" "b" { function = "f" }
			task "wait" "c" { for = 1 }`,
		"a job that is waited for": `
			task "glue_job" "a" { job = "j" }`,
		"values": `
			task "value" "a" { value = [1] }
			output = task.a.output`,
		"elements that are known": `
			task "lambda" "a" {
				for_each = [1, 2, 3]
				function = "f"
			}`,
		"maps in maps": `
			map "a" {
				items = [1, 2]
				map "b" {
					items = ["x", "y", "z"]
					task "lambda" "c" { function = "f" }
					task "lambda" "d" { function = "f" }
				}
			}`,
		"elements with histories of their own": `
			map "a" {
				items       = [1, 2, 3]
				distributed = true
				task "lambda" "b" { function = "f" }
			}`,
	}
	for name, body := range tests {
		t.Run(name, func(t *testing.T) {
			p := loadOne(t, "pipeline \"p\" {\n"+body+"\n}\n")
			r, diags := Compile(p, Options{})
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			x, err := engine.Run(context.Background(), r.Machine, asl.Object{}, engine.Options{
				Task: func(engine.Call) engine.Outcome {
					return engine.Outcome{Output: asl.Object{{Key: "Payload", Value: asl.Object{}}}}
				},
			})
			if err != nil {
				t.Fatal(err)
			}
			if x.Status != engine.Succeeded {
				t.Fatalf("%s: %s", x.Error, x.Cause)
			}
			got := weigh(r.Machine)
			want := weight{bytes: len(r.Machine.AppendCompact(nil)), events: len(x.Events)}
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(weight{})); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// The weights of the items and of the states around them are those of the whole.
func TestWeighItems(t *testing.T) {
	p := loadOne(t, `
pipeline "p" {
  input "n" { type = number }
  task "lambda" "a" {
    function = "f"
    payload  = input.n
  }
  stage "s" {
    for_each = [1, 2, 3]
    task "lambda" "b" { function = "f" }
    task "lambda" "c" { function = "f" }
    catch {
      on = ["any"]
      task "lambda" "d" { function = "f" }
    }
  }
}`)
	c := newCompile(p, Options{})
	m := c.lower()
	if m == nil {
		t.Fatal(c.diags)
	}
	whole, items := c.weighItems(m)
	var total weight
	for _, item := range p.Body.Items {
		total = total.plus(itemWeight(items, item))
	}
	if d := whole.bytes - total.bytes; d < -whole.bytes/10 || d > whole.bytes/10 {
		t.Errorf("the items weigh %d bytes, and the machine %d", total.bytes, whole.bytes)
	}
	// b and c are entered three times each, with 5 events.
	for _, name := range []string{"b", "c"} {
		if got := items[name].events; got != 15 {
			t.Errorf("%s writes %d events, and not 15", name, got)
		}
	}
	if items["d"].bytes == 0 {
		t.Error("the task of the catch weighs nothing")
	}
}

func TestWeightOverAndShare(t *testing.T) {
	limits := Limits{Bytes: 1000, Events: 100}
	tests := []struct {
		w     weight
		over  bool
		share float64 // of a full machine of 1,000 bytes and 100 events
	}{
		{weight{}, false, 0},
		{weight{bytes: 1000, events: 100}, false, 1},
		{weight{bytes: 1001}, true, 1.001},
		{weight{events: 101}, true, 1.01},
		{weight{bytes: 500, events: 25}, false, 0.5},
	}
	for _, test := range tests {
		if got := test.w.over(limits); got != test.over {
			t.Errorf("%v is over: %v", test.w, got)
		}
		if got := test.w.share(weight{1000, 100}); got != test.share {
			t.Errorf("%v is %g of a full machine, and not %g", test.w, got, test.share)
		}
	}
	if (weight{bytes: 1 << 20, events: 25_000}).over(Limits{}) || !(weight{bytes: 1<<20 + 1}).over(Limits{}) || !(weight{events: 25_001}).over(Limits{}) {
		t.Error("without limits, those of Step Functions count: 1 MB and 25,000 events")
	}
	full := Limits{}.full()
	if full.over(Limits{}) || full.bytes < 800_000 || full.events < 15_000 {
		t.Errorf("a machine is filled to %v", full)
	}
}

// A block takes as long as the longest way through it, unless it says itself how
// long it takes.
func TestExpected(t *testing.T) {
	p := loadOne(t, `
pipeline "p" {
  stage "s" {
    task "lambda" "a" {
      function = "f"
      expected = "1m"
    }
    task "lambda" "b" {
      function   = "f"
      expected   = "5m"
      depends_on = [task.a]
    }
    task "lambda" "c" {
      function = "f"
      expected = "4m"
    }
    task "lambda" "unknown" {
      function   = "f"
      depends_on = [task.b]
    }
  }
  choice "c2" {
    case "x" {
      when = true
      task "lambda" "d" {
        function = "f"
        expected = "2h"
      }
    }
    default {
      task "lambda" "e" {
        function = "f"
        expected = "3h"
      }
    }
  }
  task "lambda" "f" { function = "f" }
}`)
	want := map[string]time.Duration{"s": 6 * time.Minute, "c2": 3 * time.Hour, "f": 0}
	for _, item := range p.Body.Items {
		name := item.Base().Name
		if got := expected(item); got != want[name] {
			t.Errorf("%s takes %v, and not %v", name, got, want[name])
		}
	}
}
