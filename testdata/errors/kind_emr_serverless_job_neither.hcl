pipeline "p" {
  task "emr_serverless_job" "a" { # ERROR: PC0203 One of "spark" and "hive" is required in task "emr_serverless_job" "a", and all are left out\.
    application    = "app"
    execution_role = "arn:aws:iam::123456789012:role/r"
  }
}
