pipeline "p" {
  stage "s" {
    task "lambda" "x" { function = "f" }
  }
  output = task.s.x.output # ERROR: PC0156 "x" is inside of stage "s", and from outside only the block itself can be mentioned\. Give the block an output, and mention task\.s\.output\.
}
