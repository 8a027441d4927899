pipeline "p" {
  task "lambda" "a" { FunctionName = "a" } # ERROR: PC0202 An argument named "FunctionName" is not expected in task "lambda" "a"\. Did you mean "function"\?
}
