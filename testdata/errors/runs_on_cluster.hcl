cluster "emr" "shared" { use = "j-1" }
pipeline "p" {
  task "spark" "explode" {
    script  = "s3://acme-code/explode.py"
    runs_on = cluster.shared # ERROR: PC0309 What a task runs on is a compute block, .*
  }
}
