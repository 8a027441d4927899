package jsonata

import "testing"

// BenchmarkParseEval parses, compiles and evaluates the expressions of the
// reference suite one after the other; an op is one expression. Those that
// are there to be slow are left out: they have a limit of time or depth.
func BenchmarkParseEval(b *testing.B) {
	type job struct {
		c    conformanceCase
		in   Value
		vars map[string]Value
	}
	var jobs []job
	for _, c := range conformanceCases(b) {
		if c.Holds && c.Depth == 0 && c.TimeLimit == 0 {
			in, vars := c.input(b)
			jobs = append(jobs, job{c, in, vars})
		}
	}
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		j := &jobs[i%len(jobs)]
		x, err := CompileString(j.c.Expr)
		if err == nil {
			_, _ = x.Eval(j.c.runtime(), j.in, j.vars)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "expr/s")
}

func BenchmarkEvalTemplate(b *testing.B) {
	x, err := CompileString(`'s3://' & $bucket & '/' & $x.key`)
	if err != nil {
		b.Fatal(err)
	}
	o := NewObject(1)
	o.Set("key", "2026/11/21/part-0001.parquet")
	vars := map[string]Value{"bucket": "my-bucket", "x": o}
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		v, err := x.Eval(Runtime{}, nil, vars)
		if err != nil || v == nil {
			b.Fatal(v, err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "expr/s")
}
