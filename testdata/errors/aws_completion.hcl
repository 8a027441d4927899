pipeline "p" {
  task "aws" "a" {
    call  = "s3:headObject"
    await = "completion" # ERROR: PC0302 Step Functions has no integration that waits for the work of "s3:headObject"\. Leave out "await", and wait with a poll block\.
  }
}
