pipeline "p" {
  task "lambda" "a" { function_name = "a" } # ERROR: PC0202 An argument named "function_name" is not expected in task "lambda" "a"\. Did you mean "function"\?
}
