pipeline "p" {
  task "aws" "member" {
    call      = "s3:headObject"
    arguments = { Bucket = "lake", Key = "_SUCCESS", VersionID = "1" } # ERROR: PC0121 "s3:headObject" takes no "VersionID"\. Did you mean "VersionId"\?
  }
  task "aws" "type" {
    call      = "s3:headObject"
    arguments = { Bucket = "lake", Key = ["_SUCCESS"] } # ERROR: PC0124 "Key" of "s3:headObject" is a string, and this is a list\.
  }
  task "aws" "operation" {
    call = "s3:listObjectV2" # ERROR: PC0303 The service "s3" has no action "listObjectV2"\. Did you mean "listObjectsV2"\?
  }
}
