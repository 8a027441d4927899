pipeline "p" {
  task "aws" "a" {
    call = "dynamdb:listTables" # ERROR: PC0303 Step Functions knows no service "dynamdb"\. Did you mean "dynamodb"\?
  }
}
