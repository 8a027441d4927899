package compiler_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/hashicorp/hcl/v2"

	"github.com/pipectl/pipectl/compiler"
	"github.com/pipectl/pipectl/dsl"
)

// A shape is a family of pipelines of any size.
type shape struct {
	name string
	// make writes a pipeline of n tasks.
	make func(n int) string
}

var shapes = []shape{
	{"layered", layered},
	{"chain", chain},
	{"mixed", mixed},
}

// layered is a pipeline of layers ten tasks wide, each of which waits for two of
// the layer before: what a warehouse of tables looks like.
func layered(n int) string {
	r := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	b.WriteString("pipeline \"big\" {\n  input \"day\" { type = string }\n\n")
	for i := range n {
		before := func() int { return (i/10-1)*10 + r.IntN(10) }
		switch i % 3 {
		case 0:
			fmt.Fprintf(&b, "  task \"glue_job\" \"t%d\" {\n    job       = \"job-%d\"\n    arguments = { \"--day\" = \"s3://lake/${input.day}\" }\n", i, i)
		case 1:
			fmt.Fprintf(&b, "  task \"lambda\" \"t%d\" {\n    function = \"f%d\"\n", i, i)
			if i >= 10 {
				fmt.Fprintf(&b, "    payload  = { from = task.t%d.output }\n", before())
			}
		case 2:
			fmt.Fprintf(&b, "  task \"athena_query\" \"t%d\" {\n    query = \"SELECT %d\"\n", i, i)
		}
		if i >= 10 {
			fmt.Fprintf(&b, "    depends_on = [task.t%d, task.t%d]\n", before(), before())
		}
		b.WriteString("  }\n")
	}
	b.WriteString("}\n")
	return b.String()
}

// chain is a pipeline whose tasks read each what the one before gave.
func chain(n int) string {
	var b strings.Builder
	b.WriteString("pipeline \"big\" {\n")
	for i := range n {
		fmt.Fprintf(&b, "  task \"lambda\" \"t%d\" {\n    function = \"f\"\n", i)
		if i > 0 {
			fmt.Fprintf(&b, "    payload  = task.t%d.output.next\n", i-1)
		}
		b.WriteString("  }\n")
	}
	b.WriteString("}\n")
	return b.String()
}

// mixed is a pipeline of stages of twenty tasks of many kinds, with conditions,
// catches, retries, loops and a failure handler.
func mixed(n int) string {
	var b strings.Builder
	b.WriteString("pipeline \"big\" {\n  input \"day\" { type = string }\n  defaults { timeout = \"1h\" }\n")
	for i := range n {
		stage := i / 20
		if i%20 == 0 {
			fmt.Fprintf(&b, "  stage \"s%d\" {\n", stage)
			if stage > 0 {
				fmt.Fprintf(&b, "    depends_on = [task.s%d]\n", stage-1)
			}
		}
		first := stage * 20
		after := func() {
			if i > first+4 {
				fmt.Fprintf(&b, "      depends_on = [task.t%d]\n", i-4)
			}
		}
		switch i % 5 {
		case 0:
			fmt.Fprintf(&b, "    task \"lambda\" \"t%d\" {\n      function = \"f\"\n      payload = { day = input.day }\n      returns = object({ rows = number })\n", i)
			b.WriteString("      catch {\n        on     = [\"any\"]\n        then   = \"continue\"\n        output = { rows = 0 }\n      }\n")
			after()
		case 1:
			fmt.Fprintf(&b, "    task \"glue_job\" \"t%d\" {\n      when = task.t%d.output.rows > 0\n      job  = \"j\"\n      arguments = { \"--day\" = input.day }\n", i, i-1)
			b.WriteString("      retry {\n        on       = [\"timeout\"]\n        attempts = 2\n      }\n")
		case 2:
			fmt.Fprintf(&b, "    task \"glue_crawler\" \"t%d\" {\n      crawler = \"c%d\"\n", i, i)
			after()
		case 3:
			fmt.Fprintf(&b, "    task \"dynamodb_put\" \"t%d\" {\n      table = \"runs\"\n      item  = { run = run.id, n = %d, day = input.day }\n", i, i)
			after()
		case 4:
			fmt.Fprintf(&b, "    task \"emr_step\" \"t%d\" {\n      cluster = \"j-1\"\n      spark   = { script = \"s3://code/%d.py\", args = [\"--day\", input.day], conf = { a = \"b\" } }\n", i, i)
			after()
		}
		b.WriteString("    }\n")
		if i%20 == 19 || i == n-1 {
			b.WriteString("  }\n")
		}
	}
	b.WriteString("  on_failure {\n    task \"sns_publish\" \"tell\" {\n      topic   = \"support\"\n      message = error.cause\n    }\n  }\n}\n")
	return b.String()
}

func load(tb testing.TB, src string) *dsl.Pipeline {
	tb.Helper()
	p, diags := dsl.Load(fstest.MapFS{"main.pipe.hcl": {Data: []byte(src)}}, ".", dsl.Options{})
	if diags.HasErrors() {
		tb.Fatal(diags)
	}
	return p.Pipelines[0]
}

func compile(tb testing.TB, p *dsl.Pipeline) *compiler.Result {
	tb.Helper()
	r, diags := compiler.Compile(p, compiler.Options{})
	for _, d := range diags {
		if d.Severity == hcl.DiagError {
			tb.Fatal(d)
		}
	}
	return r
}

func bench(b *testing.B, f func(b *testing.B, src string)) {
	for _, s := range shapes {
		for _, n := range []int{10, 100, 1000, 10000} {
			src := s.make(n)
			b.Run(fmt.Sprintf("shape=%s/tasks=%d", s.name, n), func(b *testing.B) {
				b.ReportAllocs()
				f(b, src)
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/task")
			})
		}
	}
}

// BenchmarkLoad reads, resolves and types a project.
func BenchmarkLoad(b *testing.B) {
	bench(b, func(b *testing.B, src string) {
		for b.Loop() {
			load(b, src)
		}
	})
}

// BenchmarkCompile is what the compiler does with a pipeline that is loaded: the
// machine, checked.
func BenchmarkCompile(b *testing.B) {
	bench(b, func(b *testing.B, src string) {
		p := load(b, src)
		for b.Loop() {
			compile(b, p)
		}
	})
}

// BenchmarkEncode writes a machine as JSON.
func BenchmarkEncode(b *testing.B) {
	bench(b, func(b *testing.B, src string) {
		m := compile(b, load(b, src)).Machine
		b.SetBytes(int64(len(m.AppendJSON(nil))))
		var buf []byte
		for b.Loop() {
			buf = m.AppendJSON(buf[:0])
		}
	})
}
