pipeline "p" {
  type = "express"
  concurrency { # ERROR: PC0308 An express pipeline cannot ask which of its executions run, .*
    limit   = 1
    on_busy = "fail"
  }
  task "lambda" "a" { function = "a" }
}
