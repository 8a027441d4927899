pipeline "p" {
  task "aws" "look" {
    call      = "dynamodb:describeTable"
    arguments = { TableName = "orders" }
    retry {
      on = ["DynamoDb.LimitExceededException", "DynamoDb.LimitExcededException"] # WARNING: PC0313 The service's API has no error of this name\. What it raises besides its own is "DynamoDb\.DynamoDbException"\. Did you mean "DynamoDb\.LimitExceededException"\?
    }
    catch {
      on   = ["DynamoDB.ResourceNotFoundException"] # WARNING: PC0313 Names of errors are told apart by their case too, and this one is "DynamoDb\.ResourceNotFoundException"\.
      then = "continue"
    }
  }
  task "aws" "arrived" {
    call      = "s3:headObject"
    arguments = { Bucket = "lake", Key = "_SUCCESS" }
    poll {
      until = result.ContentLength >= 0
      retry = [
        "S3.NoSuchKeyException",
        "S3.NotFound", # WARNING: PC0313 .*Did you mean "S3\.NotFoundException"\?
      ]
    }
  }
  task "glue_job" "load" {
    job = "load"
    retry {
      on = [
        "Glue.ConcurrentRunsExceededException",
        "GLUE.ConcurrentRunsExceededException", # WARNING: PC0313 .*this one is "Glue\.ConcurrentRunsExceededException"\.
        "Orders.Late",
      ]
    }
  }
}
