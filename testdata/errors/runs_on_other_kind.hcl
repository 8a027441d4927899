compute "lambda" "fn" { function = "monolith" }
compute "glue" "runner" { job = "runner" }
pipeline "p" {
  task "spark" "explode" {
    script  = "s3://acme-code/explode.py"
    runs_on = compute.fn # ERROR: PC0309 A task "spark" cannot run on compute "lambda", which runs a task "container"\. It can on compute "emr", .* or "glue"\.
  }
  task "container" "validate" {
    command = ["validate"]
    runs_on = compute.runner # ERROR: PC0309 A task "container" cannot run on compute "glue", .*
  }
}
