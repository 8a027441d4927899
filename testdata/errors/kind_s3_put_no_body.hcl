pipeline "p" {
  task "s3_put" "a" { # ERROR: PC0203 The argument "body" is required in task "s3_put" "a", and it is left out\. Add body = …\.
    bucket  = "acme-lake"
    key     = "x.json"
    content = "text" # ERROR: PC0202 An argument named "content" is not expected in task "s3_put" "a"\. Did you mean "content_type"\?
  }
}
