pipeline "p" {
  task "lambda" "a" { function = "a" }
  on_failure {
    task "lambda" "b" {
      function = "b"
      payload  = { m = error.message } # ERROR: PC0151 "error" has no member "message"\. It has "cause", "name" and "task"\.
    }
  }
}
