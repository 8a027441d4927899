pipeline "p" {
  map "m" {
    items = [1]
    task "lambda" "x" { function = "f" }
  }
  output = task.x.output # ERROR: PC0156 "x" is inside of map "m", and from outside only the block itself can be mentioned\. Give the block an output, and mention task\.m\.output\.
}
