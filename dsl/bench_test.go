package dsl_test

import (
	"fmt"
	"strings"
	"testing"
)

// generated is a pipeline of n tasks in stages of about a hundred: Glue jobs
// that mention the output of the one before and one further back, every tenth
// with a when, and Lambda functions beside them.
func generated(n int) string {
	var b strings.Builder
	b.WriteString(`variable "lake" { default = "acme-lake" }

locals {
  raw   = "s3://${var.lake}/raw"
  clean = "s3://${var.lake}/clean"
}

pipeline "generated" {
  input "run_date" {
    type    = string
    default = run.scheduled_date
  }
  defaults {
    timeout = "1h"
    retry {
      on       = ["timeout"]
      attempts = 2
    }
  }
`)
	const size = 100
	for i := 0; i < n; i++ {
		if i%size == 0 {
			fmt.Fprintf(&b, "  stage \"s%d\" {\n", i/size)
			if i > 0 {
				fmt.Fprintf(&b, "    depends_on = [task.s%d]\n", i/size-1)
			}
		}
		switch in := i % size; {
		case i%3 == 0 || in == 0:
			fmt.Fprintf(&b, `    task "lambda" "t%d" {
      function = "f%d"
      payload  = { date = input.run_date, prefix = "${local.raw}/${input.run_date}/%d" }
      returns  = object({ rows = number, key = string })
    }
`, i, i%7, i)
		default:
			when := ""
			if i%10 == 1 {
				when = "      when      = input.run_date != \"2026-01-01\"\n"
			}
			fmt.Fprintf(&b, `    task "glue_job" "t%d" {
%s      job       = "job-%d"
      arguments = {
        "--date"  = input.run_date
        "--from"  = local.clean
        "--after" = try(task.t%d.output.Id, task.t%d.output.rows, "none")
      }
      depends_on = [task.t%d]
    }
`, i, when, i%11, i-1, i-in, i-in/2-1)
		}
		if i%size == size-1 || i == n-1 {
			b.WriteString("  }\n")
		}
	}
	b.WriteString("}\n")
	return b.String()
}

func BenchmarkLoad(b *testing.B) {
	for _, n := range []int{10, 100, 1000, 10000} {
		src := generated(n)
		b.Run(fmt.Sprintf("tasks=%d", n), func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			b.ReportAllocs()
			for range b.N {
				if _, diags := load(src); len(diags) > 0 {
					b.Fatal(diags)
				}
			}
		})
	}
}

// flat is a pipeline of n tasks in one body, each of which waits for the one
// before.
func flat(n int) string {
	var b strings.Builder
	b.WriteString("pipeline \"flat\" {\n")
	for i := range n {
		fmt.Fprintf(&b, "  task \"lambda\" \"t%d\" {\n    function = \"f\"\n", i)
		if i > 0 {
			fmt.Fprintf(&b, "    payload  = task.t%d.output\n", i-1)
		}
		b.WriteString("  }\n")
	}
	b.WriteString("}\n")
	return b.String()
}

func BenchmarkLoadFlat(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		src := flat(n)
		b.Run(fmt.Sprintf("tasks=%d", n), func(b *testing.B) {
			for range b.N {
				if _, diags := load(src); len(diags) > 0 {
					b.Fatal(diags)
				}
			}
		})
	}
}
