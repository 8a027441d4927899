package dsl_test

import (
	"slices"
	"strings"
	"testing"
)

// Edges come from mentions and from depends_on, wherever they stand.
func TestDependencies(t *testing.T) {
	const tasks = `
  task "lambda" "a" { function = "a" }
  task "lambda" "b" { function = "b" }
`
	tests := []struct{ name, body, of, want string }{
		{"none", ``, "b", ""},
		{"a mention", `task "lambda" "c" {
  function = "c"
  payload  = task.a.output.x
}`, "c", "a: mentions task.a.output"},
		{"skipped", `task "lambda" "c" {
  function = "c"
  when     = !task.a.skipped
}`, "c", "a: mentions task.a.skipped"},
		{"depends_on", `task "lambda" "c" {
  function   = "c"
  depends_on = [task.b, task.a]
}`, "c", "b: lists it in depends_on, a: lists it in depends_on"},
		{"by a local", `locals { x = task.a.output }
task "lambda" "c" {
  function = "c"
  payload  = local.x
}`, "c", "a: mentions task.a.output"},
		{"by the output", `task "lambda" "c" {
  function = "c"
  output   = [result, task.b.output]
}`, "c", "b: mentions task.b.output"},
		{"by a catch", `task "lambda" "c" {
  function = "c"
  catch {
    on     = ["any"]
    then   = "continue"
    output = task.a.output
  }
}`, "c", "a: mentions task.a.output"},
		{"inside of a block", `stage "c" {
  task "lambda" "d" {
    function = "d"
    payload  = task.a.output
  }
}`, "c", "a: mentions task.a.output"},
		{"between tasks of a block", `stage "c" {
  task "lambda" "d" { function = "d" }
  task "lambda" "e" {
    function = "e"
    payload  = [task.d.output, task.b.output]
  }
}`, "e", "d: mentions task.d.output"},
		{"order of a sequence", `sequence "c" {
  task "lambda" "d" { function = "d" }
  stage "e" {
    task "lambda" "g" { function = "g" }
  }
  task "lambda" "f" { function = "f" }
}`, "f", "e: stands below it in a sequence (order)"},
		{"inside of a branch", `parallel "c" {
  branch "x" {
    task "lambda" "d" { function = "d" }
    output = [task.d.output, task.a.output]
  }
}`, "c", "a: mentions task.a.output"},
		{"by a cluster", `cluster "emr" "lab" {
  release = "emr-7.5.0"
  roles   = { service = "s", instance = "i" }
  primary = { type = "m6g.xlarge" }
  core    = { type = "m6g.xlarge" }
  use     = task.a.output
}
task "emr_step" "c" {
  cluster = cluster.lab
  command = ["ls"]
}`, "c", "a: mentions task.a.output"},
		{"by a poll", `task "aws" "c" {
  call      = "s3:headObject"
  arguments = { Bucket = "b", Key = "k" }
  poll { until = task.b.output == result.ETag }
}`, "c", "b: mentions task.b.output"},
		{"in quotes", `task "lambda" "c" {
  function = "c"
  payload  = { x = "n=${task.a.output}", y = [for v in task.b.output : v] }
}`, "c", "a: mentions task.a.output, b: mentions task.b.output"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := pipeline(t, "pipeline \"p\" {\n"+tasks+tt.body+"\n}\n")
			var got []string
			for _, d := range item(t, p, tt.of).Base().Deps {
				s := d.On.Base().Name + ": " + d.Why
				if d.Order {
					s += " (order)"
				}
				if !slices.Contains(got, s) {
					got = append(got, s)
				}
			}
			if s := strings.Join(got, ", "); s != tt.want {
				t.Errorf("%q waits for %q, want %q", tt.of, s, tt.want)
			}
		})
	}
}

// Skipping goes on along edges, as section 7 of the language says.
func TestMaySkip(t *testing.T) {
	p := pipeline(t, `pipeline "p" {
  input "full" { type = bool }
  task "lambda" "never" { function = "f" }
  task "lambda" "when" {
    function = "f"
    when     = input.full
  }
  task "lambda" "after" {
    function   = "f"
    depends_on = [task.when]
  }
  task "lambda" "all_done" {
    function   = "f"
    depends_on = [task.after]
    run_if     = "all_done"
  }
  task "lambda" "any_succeeded" {
    function   = "f"
    depends_on = [task.after, task.never]
    run_if     = "any_succeeded"
  }
  task "lambda" "far" {
    function   = "f"
    depends_on = [task.all_done]
  }
  task "glue_crawler" "busy" {
    crawler    = "c"
    if_running = "skip"
  }
  stage "block" {
    task "lambda" "inside" {
      function = "f"
      payload  = task.busy.output
    }
    task "lambda" "alone" { function = "f" }
  }
  sequence "order" {
    task "lambda" "first" {
      function = "f"
      when     = input.full
    }
    task "lambda" "second" { function = "f" }
    task "lambda" "third" {
      function   = "f"
      depends_on = [task.first]
    }
  }
  finally {
    task "lambda" "last" {
      function = "f"
      when     = pipeline.status == "failed"
    }
  }
}`)
	want := map[string]bool{
		"never": false, "when": true, "after": true, "all_done": false, "any_succeeded": true, "far": false, "busy": true,
		"block": true, "inside": false, "alone": false, "order": false, "first": true, "second": false, "third": true, "last": true,
	}
	for name, may := range want {
		if got := item(t, p, name).Base().MaySkip; got != may {
			t.Errorf("%q may be skipped: %v, want %v", name, got, may)
		}
	}
}
