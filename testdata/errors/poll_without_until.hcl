pipeline "p" {
  task "aws" "wait" {
    call      = "s3:headObject"
    arguments = { Bucket = "lake", Key = "_SUCCESS" }
    poll { # ERROR: PC0203 The argument "until" is required in poll, .*
      every = "5m"
    }
  }
}
