pipeline "p" {
  type = "express"
  concurrency { # ERROR: PC0308 An express pipeline cannot ask which of its executions run, so it has no concurrency block\. Make the pipeline type = "standard"\.
    limit   = 1
    on_busy = "skip"
  }
  task "lambda" "x" { function = "f" }
}
