pipeline "p" {
  task "aws" "member" {
    call      = "sqs:receiveMessage"
    arguments = { QueueURL = "https://sqs.eu-west-1.amazonaws.com/123456789012/q" } # ERROR: PC0121 "sqs:receiveMessage" takes no "QueueURL"\. Did you mean "QueueUrl"\?
  }
  task "aws" "type" {
    call      = "sqs:getQueueUrl"
    arguments = { QueueName = { Name = "q" } } # ERROR: PC0124 "QueueName" of "sqs:getQueueUrl" is a string, and this is an object\.
  }
  task "aws" "operation" {
    call = "sqs:receiveMessages" # ERROR: PC0303 The service "sqs" has no action "receiveMessages"\. Did you mean "receiveMessage"\?
  }
}
