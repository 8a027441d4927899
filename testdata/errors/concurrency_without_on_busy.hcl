pipeline "p" {
  concurrency { # ERROR: PC0203 The argument "on_busy" is required in concurrency, .*
    limit = 1
  }
  task "lambda" "a" { function = "a" }
}
