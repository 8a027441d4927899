pipeline "p" {
  map "regions" {
    items       = ["eu", "us"]
    distributed = true
    tolerate    = "five" # ERROR: PC0208 "tolerate" says how many elements may fail: .*
    task "lambda" "a" { function = "a" }
  }
}
