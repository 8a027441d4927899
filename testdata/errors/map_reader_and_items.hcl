pipeline "p" {
  map "regions" {
    items       = ["eu", "us"]
    distributed = true
    reader      = { Resource = "arn:aws:states:::s3:getObject" } # ERROR: PC0218 "items" and "reader" cannot be given together: .*
    task "lambda" "a" { function = "a" }
  }
}
