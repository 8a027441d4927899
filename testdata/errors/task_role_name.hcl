pipeline "p" {
  task "lambda" "a" {
    function = "a"
    role     = "my-role" # ERROR: PC0208 "my-role" is no role\. This is the ARN of a role: "arn:aws:iam::123456789012:role/NAME"\.
  }
}
