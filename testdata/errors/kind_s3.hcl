pipeline "p" {
  task "s3" "a" { bucket = "a" } # ERROR: PC0301 There is no task kind "s3"\. A call of this service's API is task "aws" with call = "s3:action"\.
}
