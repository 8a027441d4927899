package compiler

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/pipectl/pipectl/compiler/region"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/diag"
)

const little = 1e-6 // what sums of fractions may be off by

// The heaviest run is one that weighs 1 at most, and no run that does is heavier.
func TestHeaviestRun(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		weights := rapid.SliceOfN(rapid.Float64Range(0, 1), 1, 12).Draw(t, "weights")
		from, to, w := heaviestRun(weights)
		if w > 1+little || math.Abs(w-sum(weights[from:to])) > little {
			t.Fatalf("[%d:%d] weighs %g, and is said to weigh %g", from, to, sum(weights[from:to]), w)
		}
		for i := range weights {
			for j := i + 1; j <= len(weights); j++ {
				if x := sum(weights[i:j]); x <= 1-little && x > w+little {
					t.Fatalf("[%d:%d] weighs %g, more than [%d:%d] with %g", i, j, x, from, to, w)
				}
			}
		}
	})
}

func sum(all []float64) float64 {
	out := 0.0
	for _, x := range all {
		out += x
	}
	return out
}

// A region that is cut has the same tasks in the same order and beside each other
// as before. What is left of it, and each part, weighs 1 at most, unless it
// consists of what is no heavier than the call of a part.
func TestCut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var weights []float64
		whole := drawRegion(t, &weights, 3)
		c := newCompile(nil, Options{})
		// A call is between a hundredth and a fifth of a machine.
		c.full = weight{bytes: callWeight.bytes * rapid.IntRange(5, 100).Draw(t, "full"), events: 1 << 30}
		call := callWeight.share(c.full)
		left, w := c.cut(whole, func(i int) float64 { return weights[i] })
		if diff := cmp.Diff(outline(whole), outline(left)); diff != "" {
			t.Fatalf("the region is another (-whole +cut):\n%s", diff)
		}
		parts := 0
		if got := checkParts(t, c, left, weights, call, &parts); math.Abs(got-w) > little {
			t.Fatalf("what is left weighs %g, and is said to weigh %g", got, w)
		}
		if parts != len(c.apart) {
			t.Fatalf("%d parts are cut out, and %d are in the region", len(c.apart), parts)
		}
		if parts > 0 && sum(weights) <= 1-little {
			t.Fatalf("a region that weighs %g was cut", sum(weights))
		}
	})
}

// A history that would be full is cut as a machine that would be too large is;
// what cannot be cut is told: too many bytes are an error, too many events a
// warning, for they may never come.
func TestLimits(t *testing.T) {
	var src strings.Builder
	src.WriteString("pipeline \"p\" {\n")
	for i := range 30 {
		fmt.Fprintf(&src, "  task \"lambda\" \"t%d\" { function = \"f\" }\n", i)
	}
	many := loadOne(t, src.String()+"}\n")
	guaranteed := loadOne(t, src.String()+`
  finally {
    guarantee = true
    task "lambda" "last" { function = "f" }
  }
}`)
	one := loadOne(t, `
pipeline "p" {
  task "lambda" "a" {
    for_each = range(20)
    function = "f"
  }
}`)
	tests := []struct {
		name   string
		p      *dsl.Pipeline
		limits Limits
		least  int       // parts
		most   int       // parts
		code   diag.Code // of what is told; empty: nothing
	}{
		{"it fits", many, Limits{}, 0, 0, ""},
		{"events", many, Limits{Events: 90}, 1, 30, ""},
		{"bytes", many, Limits{Bytes: 7000}, 1, 30, ""},
		{"guaranteed: it fits", guaranteed, Limits{}, 1, 1, ""},
		{"guaranteed: events", guaranteed, Limits{Events: 90}, 2, 30, ""},
		{"guaranteed: bytes", guaranteed, Limits{Bytes: 7000}, 2, 30, ""},
		{"a map has too many events", one, Limits{Events: 60}, 0, 0, diag.HistoryLimit},
		{"a task has too many bytes", one, Limits{Bytes: 200}, 1, 30, diag.MachineTooLarge},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r, diags := Compile(test.p, Options{Limits: test.limits})
			for _, d := range diags {
				if diag.Of(d).Code != test.code {
					t.Errorf("told: %s", d.Detail)
				}
			}
			if (len(diags) > 0) != (test.code != "") {
				t.Errorf("%d problems are told, want %q", len(diags), test.code)
			}
			if r == nil {
				if test.code != diag.MachineTooLarge {
					t.Fatal(diags)
				}
				return
			}
			if n := len(r.Parts); n < test.least || n > test.most {
				t.Errorf("%d parts, want %d to %d", n, test.least, test.most)
			}
			if test.code != "" {
				return
			}
			for _, part := range append(r.Parts, Part{Name: "p", Machine: r.Machine}) {
				if w := weigh(part.Machine); w.over(test.limits) {
					t.Errorf("%s weighs %v", part.Name, w)
				}
			}
		})
	}
}

// drawRegion draws a region and the weights of its leaves.
func drawRegion(t *rapid.T, weights *[]float64, depth int) region.Region {
	kind := rapid.IntRange(0, 3).Draw(t, "kind")
	if depth == 0 || kind == 0 {
		*weights = append(*weights, rapid.Float64Range(0, 0.6).Draw(t, "weight"))
		return &region.Leaf{Node: len(*weights) - 1}
	}
	var list []region.Region
	for range rapid.IntRange(2, 6).Draw(t, "length") {
		list = append(list, drawRegion(t, weights, depth-1))
	}
	if kind == 1 {
		return &region.Par{Branches: list}
	}
	return &region.Seq{Parts: list}
}

// outline tells which leaves run after each other and which beside each other,
// however that is grouped.
func outline(r region.Region) string {
	var flat func(r region.Region, seq bool) []string
	write := func(open, end string, list []region.Region, seq bool) string {
		var all []string
		for _, x := range list {
			all = append(all, flat(x, seq)...)
		}
		return fmt.Sprint(open, all, end)
	}
	flat = func(r region.Region, seq bool) []string {
		switch r := r.(type) {
		case *region.Leaf:
			return []string{fmt.Sprint(r.Node)}
		case *region.Seq:
			if seq { // part of the list around it
				var all []string
				for _, x := range r.Parts {
					all = append(all, flat(x, true)...)
				}
				return all
			}
			return []string{write("(", ")", r.Parts, true)}
		case *region.Par:
			if !seq {
				var all []string
				for _, x := range r.Branches {
					all = append(all, flat(x, false)...)
				}
				return all
			}
			return []string{write("{", "}", r.Branches, false)}
		}
		return nil
	}
	return fmt.Sprint(flat(&region.Seq{Parts: []region.Region{r}}, true))
}

// checkParts returns what a machine weighs that begins with a region, and checks
// it and those of its parts.
func checkParts(t *rapid.T, c *compile, r region.Region, weights []float64, call float64, parts *int) float64 {
	var pieces []float64
	var walk func(r region.Region, top bool)
	walk = func(r region.Region, top bool) {
		if c.apart[r] && !top {
			*parts++
			pieces = append(pieces, call)
			if w := checkParts(t, c, r, weights, call, parts); w <= call-little {
				t.Fatalf("a part weighs %g, less than its call", w)
			}
			return
		}
		switch r := r.(type) {
		case *region.Leaf:
			pieces = append(pieces, weights[r.Node])
		case *region.Seq:
			for _, x := range r.Parts {
				walk(x, false)
			}
		case *region.Par:
			for _, x := range r.Branches {
				walk(x, false)
			}
		}
	}
	walk(r, true)
	w := sum(pieces)
	if w > 1+little && slices.ContainsFunc(pieces, func(x float64) bool { return x > call+little }) {
		t.Fatalf("a machine weighs %g, of %v", w, pieces)
	}
	return w
}

// What is remembered of one lowering is the same in the next, which cuts.
func TestAgain(t *testing.T) {
	p := loadOne(t, `
pipeline "p" {
  input "day" { type = string }
  cluster "emr" "c" {
    release = "emr-7.5.0"
    roles   = { service = "EMR_DefaultRole", instance = "EMR_EC2_DefaultRole" }
    primary = { type = "m6g.xlarge" }
    core    = { type = "r6g.2xlarge", count = 2 }
  }
  stage "s" {
    for_each = [1, 2]
    task "dynamodb_put" "put" {
      table = "runs"
      item  = { run = run.id, day = input.day, n = each.value, nothing = null }
    }
    catch {
      on = ["any"]
      task "sns_publish" "tell" {
        topic   = "t"
        message = "${error.cause} of ${run.name}"
      }
    }
  }
  task "emr_step" "step" {
    cluster = cluster.c
    spark   = { script = "s3://code/a.py", args = ["--day", input.day, "--run", run.id] }
  }
  task "glue_crawler" "crawl" {
    crawler    = "c"
    depends_on = [task.step]
  }
  task "lambda" "last" {
    when     = task.crawl.output.State == "READY"
    function = "f"
    payload  = { scheduled = run.scheduled_time, state = task.crawl.output.State }
  }
}`)
	first := newCompile(p, Options{})
	m := first.lower()
	if m == nil {
		t.Fatal(first.diags)
	}
	_, items := first.weighAll(m)
	cut := func(c *compile) string {
		c.weights, c.full = items, weight{bytes: 6000, events: 10_000}
		var all []string
		m := c.lower()
		if m == nil {
			t.Fatal(c.diags)
		}
		for _, part := range c.all(m) {
			all = append(all, part.Name, string(part.Machine.AppendJSON(nil)))
		}
		return strings.Join(all, "\n")
	}
	again, afresh := cut(first.again()), cut(newCompile(p, Options{}))
	if diff := cmp.Diff(afresh, again); diff != "" {
		t.Errorf("-afresh +again:\n%s", diff)
	}
	if !strings.Contains(again, "p-2") {
		t.Errorf("it is not cut:\n%s", again)
	}
}
