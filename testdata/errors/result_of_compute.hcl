compute "glue" "runner" { job = "runner" }
pipeline "p" {
  task "spark" "explode" {
    script  = "s3://acme-code/explode.py"
    runs_on = compute.runner
  }
  output = task.explode.output.JobRunStat # ERROR: PC0120 .*"JobRunStat".*Did you mean "JobRunState"\?
}
