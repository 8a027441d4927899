pipeline "p" {
  cluster "emr" "a" { use = "j-1" }
  task "emr_step" "x" {
    cluster = cluster.a.arn # ERROR: PC0155 A cluster has an "id" and nothing else: cluster\.a\.id\.
    command = ["ls"]
  }
}
