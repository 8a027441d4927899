pipeline "p" {
  input "functions" { type = list(string) }
  task "aws" "member" {
    call      = "lambda:invoke"
    arguments = { FunctionName = "f", PayLoad = "{}" } # ERROR: PC0121 "lambda:invoke" takes no "PayLoad"\. Did you mean "Payload"\?
  }
  task "aws" "type" {
    call      = "lambda:getFunction"
    arguments = { FunctionName = input.functions } # ERROR: PC0124 "FunctionName" of "lambda:getFunction" is a string, and this is a list\.
  }
  task "aws" "operation" {
    call = "lambda:invokeFunction" # ERROR: PC0303 The service "lambda" has no action "invokeFunction"\.
  }
}
