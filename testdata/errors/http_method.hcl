pipeline "p" {
  task "http" "a" {
    method     = "FETCH" # ERROR: PC0208 "FETCH" cannot be the value of "method"\. It can be "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST" and "PUT"\.
    url        = "https://example.com"
    connection = "arn:aws:events:us-east-1:123456789012:connection/x/y"
  }
}
