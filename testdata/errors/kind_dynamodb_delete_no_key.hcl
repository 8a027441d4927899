pipeline "p" {
  task "dynamodb_delete" "a" { # ERROR: PC0203 The argument "key" is required in task "dynamodb_delete" "a", and it is left out\. Add key = …\.
    table = "runs"
  }
}
