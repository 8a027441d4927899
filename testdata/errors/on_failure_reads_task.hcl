pipeline "p" {
  task "lambda" "a" { function = "a" }
  on_failure {
    task "sns_publish" "tell" {
      topic   = "alarms"
      message = task.a.output # ERROR: PC0156 A task of on_failure sees the other tasks of on_failure, and none else, .*
    }
  }
}
