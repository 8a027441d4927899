pipeline "p" {
  parallel "x" {
    branch "a" {
      task "lambda" "a" { function = "a" }
    }
  }
  output = task.a.output # ERROR: PC0156 "a" is inside of branch "a", and from outside only the block itself can be mentioned\. Give the branch an output, and mention task\.x\.output\.a\.
}
