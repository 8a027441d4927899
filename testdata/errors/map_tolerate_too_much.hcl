pipeline "p" {
  map "m" {
    items       = [1]
    distributed = true
    tolerate    = "120%" # ERROR: PC0208 "tolerate" says how many elements may fail: a share such as "5%", or a whole number\.
    task "lambda" "x" { function = "f" }
  }
}
