pipeline "p" {
  task "aws" "a" {
    call = "s3:head_object" # ERROR: PC0303 "s3:head_object" is no call\. Write the service and its action as "service:action", here "s3:headObject"\.
  }
}
