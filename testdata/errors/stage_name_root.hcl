pipeline "p" {
  stage "s" {
    task "lambda" "x" { function = "f" }
  }
  output = stage.s.output # ERROR: PC0151 There is no name "stage"\. What "s" gives is task\.s\.output, whatever its kind\.
}
