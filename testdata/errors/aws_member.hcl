pipeline "p" {
  task "lambda" "a" {
    function = "a"
    payload  = { s = aws.account } # ERROR: PC0151 "aws" has no member "account"\. Did you mean "account_id"\?
  }
}
