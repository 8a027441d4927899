pipeline "p" {
  task "glue_job" "a" { job = "a" }
  output = { state = task.a.output.JobRunStatus } # ERROR: PC0120 .*JobRunState.*
}
