pipeline "p" {
  task "aws" "member" {
    call = "ecs:runTask"
    arguments = {
      TaskDefinition       = "t"
      NetworkConfiguration = { AwsVpcConfiguration = { Subnets = ["subnet-1"] } } # ERROR: PC0121 "NetworkConfiguration" of "ecs:runTask" takes no "AwsVpcConfiguration"\. Did you mean "AwsvpcConfiguration"\?
    }
  }
  task "aws" "type" {
    call      = "ecs:runTask"
    arguments = { TaskDefinition = "t", Count = 1.5 } # ERROR: PC0124 "Count" of "ecs:runTask" is a whole number, and this is none\.
  }
  task "aws" "operation" {
    call = "ecs:startTasks" # ERROR: PC0303 The service "ecs" has no action "startTasks"\. Did you mean "startTask"\?
  }
}
