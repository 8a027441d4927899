pipeline "p" {
  task "aws" "none" {
    call = "glue:startCrawler" # ERROR: PC0120 "glue:startCrawler" needs "Name", a string, and it is left out\.
  }
  task "aws" "null" {
    call      = "s3:copyObject"
    arguments = { Bucket = "lake", Key = "k", CopySource = null } # ERROR: PC0120 "s3:copyObject" needs "CopySource", a string, and it is left out\.
  }
  task "aws" "nested" {
    call = "cloudwatch:putMetricData"
    arguments = {
      Namespace  = "pipeline"
      MetricData = [{ Value = 1 }] # ERROR: PC0120 "MetricData" of "cloudwatch:putMetricData" needs "MetricName", a string, and it is left out\.
    }
  }
  # A token is made up where there is none; parameters may give what arguments lack.
  task "aws" "token" {
    call       = "emrserverless:startJobRun"
    arguments  = { ApplicationId = "a" }
    parameters = { ExecutionRoleArn = "arn:aws:iam::123456789012:role/r" }
  }
}
