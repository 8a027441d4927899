pipeline "p" {
  stage "a" {
    task "lambda" "x" { function = "x" }
  }
  stage "b" {
    output = task.x.output # ERROR: PC0156 "x" is inside of stage "a", and from outside only the block itself can be mentioned\. Give the block an output, and mention task\.a\.output\.
  }
}
