pipeline "p" {
  input "a" {
    type = string
    validation {
      condition     = task.x.output == input.a # ERROR: PC0154 "task\.x" cannot be mentioned here: no task has run yet\.
      error_message = "no"
    }
  }
  task "lambda" "x" { function = "x" }
}
