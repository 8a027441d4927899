pipeline "p" {
  map "regions" {
    items       = ["eu", "us"]
    distributed = true
    label       = "all regions" # ERROR: PC0204 A label has 1 to 40 letters, .*
    task "lambda" "a" { function = "a" }
  }
}
