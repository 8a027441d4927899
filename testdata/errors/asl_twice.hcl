pipeline "p" {
  defaults { timeout = "2h" }
  task "asl" "own" {
    definition = {
      Type           = "Task"
      Resource       = "arn:aws:states:::lambda:invoke"
      Arguments      = { FunctionName = "load" }
      TimeoutSeconds = 60
      Credentials    = { RoleArn = "arn:aws:iam::123456789012:role/other" }
    }
  }
  task "asl" "twice" {
    definition = {
      Type           = "Task"
      Resource       = "arn:aws:states:::lambda:invoke"
      Arguments      = { FunctionName = "load" }
      TimeoutSeconds = 60
      Credentials    = { RoleArn = "arn:aws:iam::123456789012:role/other" }
    }
    timeout = "1h"                                   # ERROR: PC0218 The definition has TimeoutSeconds, and "timeout" would say the same another time\. .*
    role    = "arn:aws:iam::123456789012:role/third" # ERROR: PC0218 The definition has Credentials, .*
  }
}
