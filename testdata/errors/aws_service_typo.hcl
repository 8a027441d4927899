pipeline "p" {
  task "aws" "a" {
    call = "dynamdb:getItem" # ERROR: PC0303 Step Functions knows no service "dynamdb"\. Did you mean "dynamodb"\?
  }
}
