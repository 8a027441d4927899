compute "glue" "runner" {
  job      = "runner"
  capacity = 2
}
pipeline "p" {
  defaults "glue_job" { workers = { type = "G.1X", count = 10 } }
  task "spark" "explode" {
    script  = "s3://acme-code/explode.py"
    runs_on = compute.runner # ERROR: PC0218 This task becomes a task "glue_job", and for that "workers" and "capacity" cannot be given together: .*
  }
}
