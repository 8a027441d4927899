pipeline "p" {
  task "aws" "a" {
    call = "s3.headObject" # ERROR: PC0303 "s3\.headObject" is no call\. Write the service and its action as "service:action", here "s3:headObject"\.
  }
}
