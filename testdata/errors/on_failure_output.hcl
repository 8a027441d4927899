pipeline "p" {
  task "lambda" "a" { function = "a" }
  on_failure {
    output = 1 # ERROR: PC0202 An argument named "output" is not expected in on_failure\.
    task "lambda" "b" { function = "b" }
  }
}
