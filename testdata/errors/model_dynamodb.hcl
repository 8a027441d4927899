pipeline "p" {
  task "aws" "member" {
    call      = "dynamodb:query"
    arguments = { TableName = "t", KeyCondition = "id = :id" } # ERROR: PC0121 "dynamodb:query" takes no "KeyCondition"\. Did you mean "KeyConditions"\?
  }
  task "aws" "type" {
    call      = "dynamodb:getItem"
    arguments = { TableName = "t", Key = { id = "1" } } # ERROR: PC0124 "id" of "dynamodb:getItem" is an object, and this is a string\.
  }
  task "aws" "operation" {
    call = "dynamodb:batchPutItem" # ERROR: PC0303 The service "dynamodb" has no action "batchPutItem"\. Did you mean "batchGetItem"\?
  }
}
