pipeline "p" {
  task "s3" "a" { bucket = "a" } # ERROR: PC0301 There is no task kind "s3"\. Kinds are "s3_get" and "s3_put"\. Every other call of AWS's API is a task "aws"\.
}
