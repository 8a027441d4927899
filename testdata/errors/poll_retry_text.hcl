pipeline "p" {
  task "aws" "a" {
    call      = "s3:headObject"
    arguments = { Bucket = "lake", Key = "_SUCCESS" }
    poll {
      until = result.ContentLength > 0
      retry = "S3.NoSuchKeyException" # ERROR: PC0124 This must be a list of strings, not a string\.
    }
  }
}
