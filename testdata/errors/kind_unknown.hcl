pipeline "p" {
  task "kinesis" "a" { stream = "a" } # ERROR: PC0301 There is no task kind "kinesis"\..*Every other call of AWS's API is a task "aws"\.
}
