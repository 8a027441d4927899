pipeline "p" {
  task "eks_call" "a" { # ERROR: PC0203 The argument "certificate_authority" is required in task "eks_call" "a", and it is left out\. Add certificate_authority = …\.
    cluster  = "batch"
    endpoint = "https://example.com"
    method   = "LIST" # ERROR: PC0208 "LIST" cannot be the value of "method"\. It can be "DELETE", "GET", "HEAD", "PATCH", "POST" and "PUT"\.
    path     = "/api/v1/pods"
  }
}
