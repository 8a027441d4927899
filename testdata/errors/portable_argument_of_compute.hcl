compute "glue" "runner" { job = "runner" }
pipeline "p" {
  task "spark" "explode" {
    script  = "s3://acme-code/explode.py"
    workers = { type = "G.1X", count = 10 } # ERROR: PC0202 "workers" says where a task runs\. It stands in the compute block, compute "glue" "runner"\.
    runs_on = compute.runner
  }
}
