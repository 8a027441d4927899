pipeline "p" {
  task "kms" "a" { key = "a" } # ERROR: PC0301 There is no task kind "kms"\. A call of this service's API is task "aws" with call = "kms:action"\.
}
