pipeline "p" {
  type = "express"
  map "m" { # ERROR: PC0308 An express pipeline has no distributed maps\. Leave distributed out, or make the pipeline type = "standard"\.
    items       = [1]
    distributed = true
    task "lambda" "x" { function = "f" }
  }
}
