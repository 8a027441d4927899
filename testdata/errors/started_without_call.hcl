pipeline "p" {
  task "aws" "a" {
    call      = "s3:headObject"
    arguments = { Bucket = "lake", Key = "_SUCCESS" }
    poll {
      until = started.x == 1 # ERROR: PC0154 "started" is known in a poll with a call of its own only\.
    }
  }
}
