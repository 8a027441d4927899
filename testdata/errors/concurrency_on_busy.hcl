pipeline "p" {
  concurrency {
    limit   = 1
    on_busy = "queue" # ERROR: PC0208 "queue" is none of the values possible here\. Possible are "fail", "skip" and "wait"\.
  }
  task "lambda" "x" { function = "f" }
}
