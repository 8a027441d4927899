pipeline "p" {
  task "aws" "wait" {
    call      = "s3:headObject"
    arguments = { Bucket = "lake", Key = "_SUCCESS" }
    timeout   = "1d" # ERROR: PC0305 With a look every 5 seconds this timeout allows 17280 looks, and after 2500 .*
    poll {
      every = "5s"
      until = result.ContentLength >= 0
    }
  }
}
