pipeline "p" {
  input "bucket" { type = string }
  task "lambda" "load" { function = "load" }
  permissions {
    allow {
      actions   = ["s3:GetObject"]
      resources = ["arn:aws:s3:::${input.bucket}/*"] # ERROR: PC0154 "input\.bucket" is known only when the pipeline runs, but permissions are known at compile time\. Use var, local and functions of them\.
    }
  }
}
