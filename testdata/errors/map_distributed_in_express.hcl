pipeline "p" {
  type = "express"
  map "regions" { # ERROR: PC0308 An express pipeline has no distributed maps\. .*
    items       = ["eu", "us"]
    distributed = true
    task "lambda" "a" { function = "a" }
  }
}
