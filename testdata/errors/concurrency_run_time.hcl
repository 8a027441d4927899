pipeline "p" {
  input "n" { type = number }
  concurrency {
    limit   = input.n # ERROR: PC0154 "input\.n" is known only when the pipeline runs, but how many executions may run is known at compile time\. Use var, local and functions of them\.
    on_busy = "skip"
  }
  task "lambda" "x" { function = "f" }
}
