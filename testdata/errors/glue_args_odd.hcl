compute "glue" "runner" { job = "runner" }
pipeline "p" {
  task "spark" "explode" {
    script  = "s3://acme-code/explode.py"
    args    = ["--day", run.scheduled_date, "--full"] # ERROR: PC0309 On compute "glue" "args" are pairs .* The last one has no value: there are 3 words\.
    runs_on = compute.runner
  }
}
