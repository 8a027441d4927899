compute "glue" "runner" { job = "runner" }
pipeline "p" {
  task "spark" "explode" {
    script  = "s3://acme-code/explode.py"
    runs_on = compute.runner
    await   = "callback" # ERROR: PC0302 A task "spark" on compute "glue" cannot have await = "callback"\. .*
  }
}
