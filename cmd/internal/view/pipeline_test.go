package view

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/asl/diagram"
	"github.com/pipectl/pipectl/dsl"
)

func drawn(t *testing.T, src string) *diagram.Diagram {
	t.Helper()
	project, diags := dsl.Load(fstest.MapFS{"main.pipe.hcl": {Data: []byte(src)}}, ".", dsl.Options{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return Pipeline(project.Pipelines[0], "")
}

// Everything that a user can write is in the drawing, where it belongs.
func TestPipelineText(t *testing.T) {
	d := drawn(t, `pipeline "p" {
  cluster "emr" "lab" { use = "j-1" }
  task "lambda" "load" { function = "f" }
  parallel "both" {
    depends_on = [task.load]
    branch "left" {
      task "emr_step" "step" {
        cluster = cluster.lab
        command = ["ls"]
      }
    }
    branch "right" {}
  }
  sequence "refine" {
    depends_on = [task.load]
    task "wait" "pause" { for = "5s" }
    task "glue_job" "clean" {
      job = "clean"
      catch {
        on   = ["any"]
        then = "continue"
        task "sns_publish" "warn" {
          topic   = "arn:aws:sns:us-east-1:123456789012:t"
          message = "x"
        }
      }
    }
  }
  on_failure {
    task "lambda" "sorry" { function = "f" }
  }
  finally {
    task "lambda" "bye" { function = "f" }
  }
}`)
	want := `p
├── load (lambda)
├── in parallel
│   ├── both (parallel)
│   │   ├── left (branch)
│   │   │   └── step (emr_step on lab)
│   │   └── right (branch)
│   └── refine (sequence)
│       ├── pause (wait)
│       ├── clean (glue_job)
│       └── catch (of clean)
│           └── warn (sns_publish)
├── on_failure
│   └── sorry (lambda)
└── finally
    └── bye (lambda)
`
	if diff := cmp.Diff(want, d.Text()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// What runs once per element, or only in a case, says so.
func TestPipelineElements(t *testing.T) {
	d := drawn(t, `pipeline "p" {
  input "xs" { type = list(string) }
  task "lambda" "one" {
    for_each = input.xs
    function = "f"
  }
  choice "which" {
    depends_on = [task.one]
    case "many" {
      when = length(input.xs) > 1
      task "lambda" "x" { function = "f" }
    }
    default {
      task "lambda" "y" { function = "f" }
    }
  }
  map "inline" {
    items      = input.xs
    depends_on = [task.which]
    task "lambda" "z" { function = "f" }
  }
  map "wide" {
    items       = input.xs
    distributed = true
    depends_on  = [task.inline]
    task "lambda" "w" { function = "f" }
  }
  stage "again" {
    for_each   = input.xs
    depends_on = [task.wide]
  }
}`)
	want := `p
├── one (lambda, for each)
├── which (choice)
│   ├── many (case)
│   │   └── x (lambda)
│   └── default
│       └── y (lambda)
├── inline (map)
│   └── z (lambda)
├── wide (distributed map)
│   └── w (lambda)
└── again (stage, for each)
`
	if diff := cmp.Diff(want, d.Text()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// Edges are those that do not follow from others; what nobody asked for is
// dashed, handlers are dotted.
func TestPipelineEdges(t *testing.T) {
	d := drawn(t, `pipeline "p" {
  task "lambda" "a" { function = "f" }
  task "lambda" "b" { function = "f" }
  task "lambda" "c" {
    function   = "f"
    depends_on = [task.a]
  }
  task "lambda" "d" {
    function   = "f"
    depends_on = [task.a, task.b]
  }
  task "lambda" "e" {
    function   = "f"
    depends_on = [task.c, task.a]
  }
  on_failure {
    task "lambda" "sorry" { function = "f" }
  }
  finally {
    task "lambda" "bye" { function = "f" }
  }
}`)
	lines := map[diagram.Line]string{diagram.Solid: "", diagram.Dashed: " (dashed)", diagram.Dotted: " (dotted)"}
	var got []string
	for _, e := range d.Edges {
		got = append(got, e.From+" > "+e.To+lines[e.Line])
	}
	want := []string{
		"a > c", "a > d", "b > d", "c > e", "a > b (dashed)",
		"d > on_failure (dotted)", "e > on_failure (dotted)", "d > finally", "e > finally", "on_failure > finally",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if dot := d.DOT(); strings.Count(dot, "dashed") != 1 || strings.Count(dot, "dotted") < 2 {
		t.Errorf("dashed once, dotted twice or more:\n%s", dot)
	}
	if svg := d.SVG(); !strings.Contains(svg, "stroke-dasharray") {
		t.Error("nothing is dashed in the SVG")
	}
}

// A cycle is drawn as it is, and so is what is inside of its items: the compiler
// says what is wrong with it.
func TestPipelineCycle(t *testing.T) {
	d := drawn(t, `pipeline "p" {
  task "lambda" "a" {
    function   = "f"
    payload    = { x = task.s.output }
    depends_on = [task.s]
    catch {
      on   = ["any"]
      then = "continue"
      task "lambda" "mend" { function = "f" }
    }
  }
  stage "s" {
    depends_on = [task.a]
    output     = 1
    task "lambda" "first" { function = "f" }
    task "lambda" "second" {
      function   = "f"
      depends_on = [task.first]
    }
  }
  task "lambda" "free" { function = "f" }
  finally {
    task "lambda" "bye" { function = "f" }
  }
}`)
	want := `p
├── a (lambda), after s
├── catch (of a)
│   └── mend (lambda)
├── s (stage), after a
│   ├── first (lambda)
│   └── second (lambda)
├── free (lambda)
└── finally
    └── bye (lambda)
`
	if diff := cmp.Diff(want, d.Text()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if dot := d.DOT(); strings.Count(dot, "->") != 5 {
		t.Errorf("both ways between a and s, in s, to the catch, to finally:\n%s", dot)
	}
}

func TestPipelineEmpty(t *testing.T) {
	if got := drawn(t, `pipeline "p" {}`).Text(); got != "p\n" {
		t.Errorf("%q", got)
	}
}
