pipeline "p" {
  task "aws" "member" {
    call      = "sfn:startExecution"
    arguments = { StateMachineARN = "arn:aws:states:eu-west-1:123456789012:stateMachine:m" } # ERROR: PC0121 "sfn:startExecution" takes no "StateMachineARN"\. Did you mean "StateMachineArn"\?
  }
  task "aws" "type" {
    call      = "sfn:listExecutions"
    arguments = { MaxResults = "many" } # ERROR: PC0124 "MaxResults" of "sfn:listExecutions" is a whole number, and this is a string\.
  }
  task "aws" "operation" {
    call = "sfn:describeExecutions" # ERROR: PC0303 The service "sfn" has no action "describeExecutions"\. Did you mean "describeExecution"\?
  }
}
