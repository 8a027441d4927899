pipeline "p" {
  task "aws" "a" {
    call      = "s3:headObject"
    arguments = { bucket = "x", key = "y" } # ERROR: PC0121 Step Functions takes the arguments of a call with a capital first letter: "Bucket" and "Key", not "bucket" and "key"\.
  }
}
