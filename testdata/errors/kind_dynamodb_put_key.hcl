pipeline "p" {
  task "dynamodb_put" "a" {
    table = "runs"
    key   = { id = "1" } # ERROR: PC0202 An argument named "key" is not expected in task "dynamodb_put" "a", where the argument "item" is required and left out\. Is that what is meant\?
  }
}
