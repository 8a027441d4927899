pipeline "p" {
  task "aws" "a" {
    call      = "s3:headObject"
    arguments = { Bucket = "lake", Key = "_SUCCESS" }
    poll {
      until     = true
      arguments = {} # ERROR: PC0218 Without a "call" of its own a poll makes the task's call again, with the task's arguments\.
    }
  }
}
