pipeline "p" {
  task "lambda" "x" { function = "f" }
  output = lambda.x.output # ERROR: PC0151 There is no name "lambda"\. What "x" gives is task\.x\.output, whatever its kind\.
}
