package engine

import (
	"context"
	"fmt"
	"testing"

	"github.com/pipectl/pipectl/asl"
)

// pipeline makes a machine of n tasks, each of which keeps its result in a
// variable that the next one reads, as the compiler's machines do.
func pipeline(n int) []byte {
	src := []byte(`{"QueryLanguage":"JSONata","StartAt":"t0","States":{`)
	for i := range n {
		if i > 0 {
			src = append(src, ',')
		}
		argument := "{% $states.input.date %}"
		if i > 0 {
			argument = fmt.Sprintf("{%% $task_%d.id & '-' & $states.input.date %%}", i-1)
		}
		next := `"End":true`
		if i < n-1 {
			next = fmt.Sprintf(`"Next":"t%d"`, i+1)
		}
		src = fmt.Appendf(src, `"t%d":{"Type":"Task","Resource":"arn:aws:states:::glue:startJobRun.sync","Arguments":{"JobName":"job","Arguments":{"--from":%q}},`+
			`"Assign":{"task_%d":"{%% $states.result %%}"},"Output":"{%% $states.input %%}",`+
			`"Retry":[{"ErrorEquals":["Glue.ConcurrentRunsExceededException"],"MaxAttempts":3}],%s}`, i, argument, i, next)
	}
	return append(src, "}}"...)
}

func BenchmarkRun(b *testing.B) {
	for _, n := range []int{10, 100, 1000} {
		b.Run(fmt.Sprintf("tasks=%d", n), func(b *testing.B) {
			src := pipeline(n)
			opts := Options{Task: func(Call) Outcome {
				return Outcome{Output: asl.Object{{Key: "id", Value: asl.String("jr_1")}}, Takes: 60e9}
			}}
			b.ReportAllocs()
			for b.Loop() {
				x, err := RunDefinition(context.Background(), src, []byte(`{"date":"2026-11-20"}`), opts)
				if err != nil || x.Status != Succeeded {
					b.Fatal(err, x.Status, x.Error, x.Cause)
				}
			}
		})
	}
}

// BenchmarkRunParallel runs branches that interleave.
func BenchmarkRunParallel(b *testing.B) {
	src := []byte(`{"StartAt":"p","States":{"p":{"Type":"Parallel","End":true,"Branches":[`)
	for i := range 40 {
		if i > 0 {
			src = append(src, ',')
		}
		src = fmt.Appendf(src, `{"StartAt":"a%d","States":{`, i)
		for j := range 25 {
			next := fmt.Sprintf(`"Next":"w%d_%d"`, i, j+1)
			if j == 24 {
				next = `"End":true`
			}
			name := fmt.Sprintf("w%d_%d", i, j)
			if j == 0 {
				name = fmt.Sprintf("a%d", i)
			} else {
				src = append(src, ',')
			}
			src = fmt.Appendf(src, `%q:{"Type":"Wait","Seconds":%d,%s}`, name, 1+(i*j)%7, next)
		}
		src = append(src, "}}"...)
	}
	src = append(src, "]}}}"...)
	b.ReportAllocs()
	for b.Loop() {
		x, err := RunDefinition(context.Background(), src, nil, Options{})
		if err != nil || x.Status != Succeeded {
			b.Fatal(err, x)
		}
	}
}
