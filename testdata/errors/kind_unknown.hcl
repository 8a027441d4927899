pipeline "p" {
  task "kinesis" "a" { stream = "a" } # ERROR: PC0301 There is no task kind "kinesis"\. A call of this service's API is task "aws" with call = "kinesis:action"\.
}
