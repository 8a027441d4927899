pipeline "p" {
  cluster "emr" "lab" {
    use = "j-1"
  }
  task "emr_step" "s" {
    cluster = cluster.lab
    command = ["true"]
  }
  task "emr_terminate_cluster" "a" {
    cluster = cluster.lab # ERROR: PC0155 cluster\.lab is no value: it stands in an argument "cluster"\. Its id is cluster\.lab\.id\.
  }
}
