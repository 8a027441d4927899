pipeline "p" {
  task "lambda" "a" {
    function = "a"
    if       = true # ERROR: PC0202 An argument named "if" is not expected in task "lambda" "a"\. A condition is when = …, a bool\.
  }
}
