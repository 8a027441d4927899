pipeline "p" {
  cluster "emr" "a" { use = "j-1" }
  task "emr_step" "a" { # ERROR: PC0205 The name "a" is taken already\. Tasks, blocks and clusters of a pipeline share one namespace: give one of the two another name\.
    cluster = cluster.a
    command = ["ls"]
  }
}
