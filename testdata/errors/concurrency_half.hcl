pipeline "p" {
  concurrency {
    limit   = 1.5 # ERROR: PC0208 "limit" is a whole number from 1 to 1000: how many executions may run at once\.
    on_busy = "skip"
  }
  task "lambda" "a" { function = "a" }
}
