pipeline "p" {
  map "m" {
    items = task.a.output # ERROR: PC0156 "a" is inside of map "m", and from outside only the block itself can be mentioned\. Give the block an output, and mention task\.m\.output\.
    task "lambda" "a" { function = "a" }
  }
}
