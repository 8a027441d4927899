package pipetest

import (
	"context"
	"runtime"
	"sync"
	"time"

	"github.com/hashicorp/hcl/v2"

	"github.com/pipectl/pipectl/compiler"
	"github.com/pipectl/pipectl/dsl/diag"
)

// A Result is how a test went.
type Result struct {
	Test *Test

	// Run is what happened; nil where Err says why nothing did.
	Run *Run

	// Failures are empty where all was as expected.
	Failures []Failure

	// Err is why the machine could not be run at all.
	Err error

	// Took is how long it really took.
	Took time.Duration
}

// Passed reports whether all was as expected.
func (r *Result) Passed() bool { return r.Err == nil && len(r.Failures) == 0 }

// Compile makes the machines of the pipelines that tests are of. The
// diagnostics are those of the compiler.
func Compile(tests []*Test) (map[string]*Machine, hcl.Diagnostics) {
	machines := map[string]*Machine{}
	var diags hcl.Diagnostics
	for _, t := range tests {
		name := t.Pipeline.Name
		if _, done := machines[name]; done {
			continue
		}
		r, more := compiler.Compile(t.Pipeline, compiler.Options{})
		diags = append(diags, more...)
		machines[name] = nil
		if r != nil {
			machines[name] = NewMachine(t.Pipeline, r)
		}
	}
	return machines, diags
}

// RunTests runs tests, several at a time, and gives their results in the order of
// the tests. The machines are those of Compile, without errors. After ctx has
// ended, tests that have not run have its error.
func RunTests(ctx context.Context, tests []*Test, machines map[string]*Machine) []*Result {
	results := make([]*Result, len(tests))
	next := make(chan int)
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(tests)) {
		group.Go(func() {
			for i := range next {
				results[i] = tests[i].run(ctx, machines[tests[i].Pipeline.Name])
			}
		})
	}
	for i := range tests {
		next <- i
	}
	close(next)
	group.Wait()
	return results
}

func (t *Test) run(ctx context.Context, m *Machine) *Result {
	began := time.Now()
	out := &Result{Test: t}
	out.Run, out.Err = m.Run(ctx, Options{Input: t.Input, At: t.At, Mocks: t.Mocks})
	if out.Err == nil {
		out.Failures = t.Judge(out.Run)
	}
	out.Took = time.Since(began)
	return out
}

// Diagnostic is a failure as a problem of the test's text, without what Want,
// Got and Lines show.
func (f Failure) Diagnostic() *hcl.Diagnostic {
	return diag.Problem{Code: f.Code, Range: f.Range, Detail: f.Text, Notes: f.Notes}.Error()
}
