pipeline "p" {
  task "aws" "run" {
    call      = "glue:startJobRun"
    arguments = { JobName = "load", WorkerType = "G1.X", ExecutionClass = "FLEX" } # WARNING: PC0311 "G1\.X" is none of the values that are known of "WorkerType" of "glue:startJobRun"\. Did you mean "G\.1X"\?
  }
  task "aws" "drop" {
    call      = "rds:deleteDBInstance"
    arguments = { DBInstanceIdentifier = "staging", SkipFinalSnapshot = true } # WARNING: PC0312 In calls by the SDK Step Functions spells names as the SDK for Java does: "DBInstanceIdentifier" of "rds:deleteDBInstance" is "DbInstanceIdentifier" there\.
  }
}
