pipeline "p" {
  task "aws" "a" {
    call = "arn:aws:states:::aws-sdk:s3:headObject" # ERROR: PC0303 "arn:aws:states:::aws-sdk:s3:headObject" is no call\. Write the service and its action as "service:action", here "s3:headObject"\.
  }
}
