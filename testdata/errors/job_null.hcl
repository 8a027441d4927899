pipeline "p" {
  task "glue_job" "x" { job = null } # ERROR: PC0203 The argument "job" is required in task "glue_job" "x", and it is left out\. Add job = …\.
}
