package cost

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/compiler"
	"github.com/pipectl/pipectl/dsl"
)

func estimate(t *testing.T, src string, opts Options) Estimate {
	t.Helper()
	project, diags := dsl.Load(fstest.MapFS{"main.pipe.hcl": {Data: []byte(src)}}, ".", dsl.Options{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	p := project.Pipelines[len(project.Pipelines)-1]
	r, diags := compiler.Compile(p, compiler.Options{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return Of(p, r, opts)
}

// The transitions are counted by hand from the machine that each becomes.
func TestOf(t *testing.T) {
	const retries = 3 // of "transient", which every task has
	tests := []struct {
		name, src          string
		opts               Options
		least, usual, most int
		open               bool
		moves              []Move
	}{
		{
			name: "two tasks", src: `task "lambda" "a" { function = "f" }
task "lambda" "b" {
  function   = "f"
  depends_on = [task.a]
}`,
			least: 2, usual: 2, most: 2 + 2*retries,
			moves: []Move{{What: "retries", Each: 1, Most: 6}},
		},
		{
			name: "nothing is retried", src: `task "lambda" "a" {
  function = "f"
  retry {
    on       = ["transient"]
    attempts = 0
  }
}`,
			least: 1, usual: 1, most: 1,
		},
		{
			name: "side by side", src: `task "lambda" "a" { function = "f" }
task "lambda" "b" { function = "f" }`,
			least: 3, usual: 3, most: 3 + 2*retries,
			moves: []Move{{What: "retries", Each: 1, Most: 6}},
		},
		{
			name: "a case, or none", src: `input "big" { type = bool }
choice "c" {
  case "big" {
    when = input.big
    task "value" "a" { value = 1 }
    task "value" "b" { value = task.a.output }
  }
}`,
			// pipeline-inputs, c, and a and b or c-none
			least: 3, usual: 4, most: 4,
			moves: []Move{{What: "ways", Each: 1, Most: 1}},
		},
		{
			name: "elements that are known", src: `task "value" "a" {
  for_each = [1, 2, 3, 4]
  value    = each.value
}`,
			least: 5, usual: 5, most: 5,
		},
		{
			name: "elements that are not", src: `input "all" { type = list(number) }
map "m" {
  items = input.all
  task "value" "a" { value = each.value }
}`,
			least: 2, usual: 2 + DefaultItems, most: 2 + DefaultItems, open: true,
			moves: []Move{
				{What: "elements", Item: "m", Each: 1, Usual: DefaultItems, Assumed: true},
				{What: "ways", Each: 1, Most: DefaultItems},
			},
		},
		{
			name: "elements that are said", opts: Options{Items: map[string]int{"m": 1000}}, src: `input "all" { type = list(number) }
map "m" {
  items = input.all
  task "value" "a" { value = each.value }
}`,
			least: 1002, usual: 1002, most: 1002,
			moves: []Move{{What: "elements", Item: "m", Each: 1, Usual: 1000, Most: 1000}},
		},
		{
			name: "batches of a distributed map", opts: Options{AnyItems: 1000}, src: `input "all" { type = list(number) }
map "m" {
  items       = input.all
  distributed = true
  batch       = 100
  task "value" "a" { value = each.value }
}`,
			least: 2, usual: 12, most: 12, open: true,
			moves: []Move{
				{What: "elements", Item: "m", Each: 1, Usual: 10, Assumed: true},
				{What: "ways", Each: 1, Most: 10},
			},
		},
		{
			name: "a poll that says how long it takes", src: `task "glue_crawler" "c" {
  crawler  = "landing"
  expected = "2m"
  timeout  = "10m"
  retry {
    on       = ["transient"]
    attempts = 0
  }
}`,
			// start, then wait, look and check once, 4 times, or 20 and 2 times; then
			// done, or stop and timed-out. The start is tried again while a crawl runs.
			least: 5, usual: 1 + 3*4 + 1, most: 1 + 3*22 + 2 + 20,
			moves: []Move{
				{What: "looks", Item: "c", Each: 3, Usual: 4, Most: 22},
				{What: "retries", Each: 1, Most: 20},
				{What: "ways", Each: 1, Most: 9},
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := estimate(t, "pipeline \"p\" {\n"+tt.src+"\n}", tt.opts)
			if got.Least.Transitions != tt.least || got.Usual.Transitions != tt.usual || got.Most.Transitions != tt.most || got.Open != tt.open {
				t.Errorf("%d, %d, %d, open %v; want %d, %d, %d, %v", got.Least.Transitions, got.Usual.Transitions, got.Most.Transitions, got.Open,
					tt.least, tt.usual, tt.most, tt.open)
			}
			if diff := cmp.Diff(tt.moves, got.Moves); diff != "" {
				t.Errorf("moves (-want +got):\n%s", diff)
			}
		})
	}
}

// Of an express pipeline the execution and its time count, and no transitions.
func TestExpress(t *testing.T) {
	got := estimate(t, `pipeline "p" {
  type = "express"
  task "lambda" "a" {
    function = "f"
    expected = "3s"
  }
  task "wait" "w" {
    for        = "2s"
    depends_on = [task.a]
  }
}`, Options{})
	if got.Usual.Transitions != 0 || got.Usual.Requests != 1 || got.Usual.Seconds != 5 {
		t.Errorf("usual = %+v", got.Usual)
	}
	want := 1e-6 + 5*64.0/1024*0.00001667
	if p := got.Usual.Price("eu-west-1"); math.Abs(p-want) > 1e-12 {
		t.Errorf("an execution costs %g, want %g", p, want)
	}
}

func TestPrice(t *testing.T) {
	for region, want := range map[string]float64{"": 0.025, "eu-west-1": 0.025, "us-west-1": 0.0279, "sa-east-1": 0.0375} {
		if got := (Tally{Transitions: 1000}).Price(region); math.Abs(got-want) > 1e-12 {
			t.Errorf("1,000 transitions in %q cost %g, want %g", region, got, want)
		}
	}
}

// Other pipelines that are started are counted, once for each element.
func TestStarts(t *testing.T) {
	got := estimate(t, `pipeline "load" {
  input "n" { type = number }
  task "value" "x" { value = input.n }
}
pipeline "all" {
  task "pipeline" "first" {
    pipeline = pipeline.load
    input    = { n = 0 }
  }
  input "days" { type = list(number) }
  map "more" {
    items = input.days
    task "pipeline" "day" {
      pipeline = pipeline.load
      input    = { n = each.value }
    }
  }
  map "each" {
    items = [1, 2, 3]
    task "pipeline" "one" {
      pipeline = pipeline.load
      input    = { n = each.value }
    }
  }
}`, Options{Items: map[string]int{"more": 7}})
	if diff := cmp.Diff(map[string]int{"load": 11}, got.Starts); diff != "" {
		t.Errorf("starts (-want +got):\n%s", diff)
	}
}

func TestWarnings(t *testing.T) {
	many := estimate(t, `pipeline "p" {
  input "all" { type = list(number) }
  map "m" {
    items = input.all
    task "lambda" "a" { function = "f" }
  }
}`, Options{AnyItems: 4000})
	if len(many.Warnings) != 1 || !strings.Contains(many.Warnings[0], "25000") {
		t.Errorf("warnings of a full history: %q", many.Warnings)
	}
	// That nothing bounds it is no reason to say nothing.
	slow := estimate(t, `pipeline "p" {
  input "all" { type = list(string) }
  map "m" {
    items = input.all
    task "glue_crawler" "a" { crawler = each.value }
  }
}`, Options{})
	if !slow.Open || len(slow.Warnings) != 1 || !strings.Contains(slow.Warnings[0], "events or more") {
		t.Errorf("warnings of a history without bounds, %d events at most: %q", slow.Most.Events, slow.Warnings)
	}
	large := estimate(t, `pipeline "p" {
  task "lambda" "a" {
    function = "f"
    payload  = "`+strings.Repeat("x", 220_000)+`"
  }
}`, Options{})
	if len(large.Warnings) != 1 || !strings.Contains(large.Warnings[0], "262144") {
		t.Errorf("warnings of a large payload: %q", large.Warnings)
	}
	if small := estimate(t, "pipeline \"p\" {\n  task \"value\" \"a\" { value = 1 }\n}", Options{}); small.Warnings != nil {
		t.Errorf("warnings of nothing: %q", small.Warnings)
	}
}

// A pipeline that is cut into parts costs a little more than the whole, for the
// states that start them, and its longest history is shorter.
func TestParts(t *testing.T) {
	var src strings.Builder
	src.WriteString("pipeline \"p\" {\n  logging { level = \"off\" }\n")
	last := ""
	for _, name := range strings.Split("abcdefghijklmnopqrstuvwxyz", "") {
		src.WriteString("  task \"lambda\" \"" + name + "\" {\n    function = \"f\"\n" + last + "  }\n")
		last = "    depends_on = [task." + name + "]\n"
	}
	src.WriteString("}\n")
	project, diags := dsl.Load(fstest.MapFS{"main.pipe.hcl": {Data: []byte(src.String())}}, ".", dsl.Options{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	p := project.Pipelines[0]
	whole, _ := compiler.Compile(p, compiler.Options{})
	cut, diags := compiler.Compile(p, compiler.Options{Limits: compiler.Limits{Bytes: len(whole.Machine.AppendCompact(nil)) * 7 / 10}})
	if diags.HasErrors() || len(cut.Parts) == 0 {
		t.Fatalf("it is not cut: %v", diags)
	}
	a, b := Of(p, whole, Options{}), Of(p, cut, Options{})
	if b.Usual.Transitions != a.Usual.Transitions+len(cut.Parts) || b.Usual.Events >= a.Usual.Events {
		t.Errorf("in %d parts %+v, whole %+v", len(cut.Parts), b.Usual, a.Usual)
	}
}

// Whatever is in the acceptance pipelines has an estimate whose figures are in
// order.
func TestAcceptance(t *testing.T) {
	dirs, err := filepath.Glob("../../../shared/acceptance/*/main.pipe.hcl")
	if err != nil {
		t.Fatal(err)
	}
	if len(dirs) == 0 {
		t.Skip("no ../shared/acceptance beside the project")
	}
	for _, file := range dirs {
		project, diags := dsl.Load(os.DirFS(filepath.Dir(file)), ".", dsl.Options{})
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		for _, p := range project.Pipelines {
			r, diags := compiler.Compile(p, compiler.Options{})
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			x := Of(p, r, Options{})
			if x.Least.Transitions < 1 || x.Usual.Transitions < x.Least.Transitions || x.Most.Transitions < x.Usual.Transitions {
				t.Errorf("%s: %+v, %+v, %+v", p.Name, x.Least, x.Usual, x.Most)
			}
		}
	}
}
