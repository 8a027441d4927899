pipeline "p" {
  task "lambda" "a" { function = "a" }
  on_failure {
    guarantee = true # ERROR: PC0202 An argument named "guarantee" is not expected in on_failure\.
    task "lambda" "b" { function = "b" }
  }
}
