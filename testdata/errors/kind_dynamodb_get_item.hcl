pipeline "p" {
  task "dynamodb_get" "a" {
    table      = "runs"
    key        = { id = "1" }
    consistent = "sometimes" # ERROR: PC0124 This must be a bool, and it is text\. An expression stands without quotes; a bool is true or false\.
  }
}
