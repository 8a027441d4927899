pipeline "p" {
  map "m" {
    items       = [1]
    distributed = true
    label       = "a23456789012345678901234567890123456789012345" # ERROR: PC0204 A label has 1 to 40 letters, digits, dots, underscores or dashes\.
    task "lambda" "x" { function = "f" }
  }
}
