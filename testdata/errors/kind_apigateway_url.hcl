pipeline "p" {
  task "apigateway" "a" {
    endpoint = "https://a1b2c3.execute-api.eu-west-1.amazonaws.com/prod" # ERROR: PC0208 "https://a1b2c3\.execute-api\.eu-west-1\.amazonaws\.com/prod" cannot be the value of "endpoint"\. It looks like "a1b2c3d4e5\.execute-api\.eu-west-1\.amazonaws\.com"\.
    method   = "get" # ERROR: PC0208 "get" cannot be the value of "method"\. Did you mean "GET"\?
  }
}
