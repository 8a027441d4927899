pipeline "p" {
  stage "a" {
    task "lambda" "x" { function = "x" }
  }
  output = task.a.output.x # ERROR: PC0120 There is no member "x" here: the object is empty\.
}
