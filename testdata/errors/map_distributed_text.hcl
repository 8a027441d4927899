pipeline "p" {
  map "m" {
    items       = [1]
    distributed = "yes" # ERROR: PC0124 This must be a bool, and it is text\. An expression stands without quotes; a bool is true or false\.
    task "lambda" "x" { function = "f" }
  }
}
