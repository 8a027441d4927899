package validate_test

import (
	"fmt"
	"testing"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/validate"
)

// chain makes a definition of n tasks as the compiler writes them: arguments
// and a result with expressions, a retrier and a catcher each.
func chain(n int) *asl.Machine {
	m := &asl.Machine{QueryLanguage: "JSONata", StartAt: "task0"}
	for i := range n {
		m.States = append(m.States, asl.Entry{Name: fmt.Sprintf("task%d", i), State: &asl.Task{
			Common: asl.Common{
				Output: asl.String("{% $states.result.JobRunState %}"),
				Assign: asl.Object{{Key: fmt.Sprintf("task_%d", i), Value: asl.String("{% {'id': $states.result.Id} %}")}},
			},
			Resource: "arn:aws:states:::glue:startJobRun.sync",
			Arguments: asl.Object{
				{Key: "JobName", Value: asl.String("clean")},
				{Key: "Arguments", Value: asl.Object{{Key: "--date", Value: asl.String("{% $states.input.date & '-' & $input_x %}")}}},
			},
			Retry: []asl.Retrier{{
				ErrorEquals: []string{"Glue.ConcurrentRunsExceededException"}, MaxAttempts: asl.Number("3"), JitterStrategy: "FULL",
			}},
			Catch: []asl.Catcher{{ErrorEquals: []string{"States.ALL"}, Next: "failed"}},
			Flow:  asl.Flow{Next: fmt.Sprintf("task%d", i+1)},
		}})
	}
	m.States = append(m.States,
		asl.Entry{Name: fmt.Sprintf("task%d", n), State: &asl.Succeed{}},
		asl.Entry{Name: "failed", State: &asl.Fail{Error: asl.String("Failed")}})
	return m
}

func BenchmarkDefinition(b *testing.B) {
	for _, n := range []int{10, 100, 1000} {
		b.Run(fmt.Sprintf("states=%d", n), func(b *testing.B) {
			src := chain(n).AppendJSON(nil)
			b.SetBytes(int64(len(src)))
			b.ReportAllocs()
			for b.Loop() {
				if problems := validate.Definition(src, validate.Options{}); problems != nil {
					b.Fatal(problems)
				}
			}
		})
	}
}

func BenchmarkMachine(b *testing.B) {
	m := chain(1000)
	b.ReportAllocs()
	for b.Loop() {
		if problems := validate.Machine(m, validate.Options{}); problems != nil {
			b.Fatal(problems)
		}
	}
}
