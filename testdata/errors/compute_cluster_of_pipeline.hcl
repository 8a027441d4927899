compute "emr" "big" {
  cluster = cluster.lab # ERROR: PC0306 The cluster "lab" belongs to the pipeline "p", and a compute block to none\. .*
}
pipeline "p" {
  cluster "emr" "lab" { use = "j-1" }
  task "emr_step" "x" {
    cluster = cluster.lab
    command = ["true"]
  }
}
