pipeline "p" {
  tags = ["team=orders"] # ERROR: PC0124 This must be a map of strings, not a list\.
  task "lambda" "a" { function = "a" }
}
