pipeline "p" {
  task "aws" "a" {
    call = "s3.head_object" # ERROR: PC0303 "s3\.head_object" is no call\. .*"s3:headObject"\.
  }
}
