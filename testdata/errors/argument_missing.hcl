pipeline "p" {
  task "glue_job" "a" { # ERROR: PC0203 The argument "job" is required in task "glue_job" "a", and it is left out\. Add job = ….
  }
}
