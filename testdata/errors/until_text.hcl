pipeline "p" {
  task "aws" "a" {
    call      = "s3:headObject"
    arguments = { Bucket = "lake", Key = "_SUCCESS" }
    poll {
      until = "result.ContentLength > 0" # ERROR: PC0124 This must be a bool, and it is text\. An expression stands without quotes; a bool is true or false\.
    }
  }
}
