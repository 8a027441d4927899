pipeline "p" {
  input "a" { default = task.x.output } # ERROR: PC0154 "task\.x" cannot be mentioned here: no task has run yet\.
  task "lambda" "x" { function = "x" }
}
