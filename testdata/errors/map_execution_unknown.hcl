pipeline "p" {
  map "m" {
    items       = [1]
    distributed = true
    execution   = "fast" # ERROR: PC0208 "fast" is none of the values possible here\. Possible are "express" and "standard"\.
    task "lambda" "x" { function = "f" }
  }
}
