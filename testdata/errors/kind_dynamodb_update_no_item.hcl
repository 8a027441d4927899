pipeline "p" {
  task "dynamodb_update" "a" { # ERROR: PC0203 The argument "item" is required in task "dynamodb_update" "a", and it is left out\. Add item = …\.
    table = "runs"
    key   = { id = "1" }
  }
}
