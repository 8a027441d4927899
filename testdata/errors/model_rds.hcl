pipeline "p" {
  task "aws" "member" {
    call      = "rds:deleteDBInstance"
    arguments = { DbInstanceIdentifier = "staging", SkipFinalSnapshots = true } # ERROR: PC0121 "rds:deleteDBInstance" takes no "SkipFinalSnapshots"\. Did you mean "SkipFinalSnapshot"\?
  }
  task "aws" "type" {
    call      = "rds:deleteDBInstance"
    arguments = { DbInstanceIdentifier = "staging", SkipFinalSnapshot = 1 } # ERROR: PC0124 "SkipFinalSnapshot" of "rds:deleteDBInstance" is a bool, and this is a number\.
  }
  task "aws" "operation" {
    call = "rds:deleteDbInstance" # ERROR: PC0303 The service "rds" has no action "deleteDbInstance"\. Did you mean "deleteDBInstance"\?
  }
}
