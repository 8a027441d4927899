compute "eks" "wide" { # ERROR: PC0301 There is no compute kind "eks"\. There are "batch", "emr", .*
  virtual_cluster = "abc"
}
compute "glue_job" "runner" { # ERROR: PC0301 There is no compute kind "glue_job"\. Did you mean "glue", .*
  job = "runner"
}
pipeline "p" {
  task "spark" "explode" {
    script  = "s3://acme-code/explode.py"
    runs_on = compute.wide
  }
  output = task.explode.output
}
