pipeline "p" {
  concurrency {
    limit   = 1
    on_busy = "skip"
  }
  concurrency { # ERROR: PC0205 A block "concurrency" stands here already; there can be one only\. Put its contents together\.
    limit   = 1
    on_busy = "skip"
  }
  task "lambda" "a" { function = "a" }
}
