pipeline "p" {
  cluster "emr" "a" { use = "j-1" }
  cluster "emr" "b" {
    use = cluster.a.id # ERROR: PC0154 The arguments of a cluster cannot mention a cluster\.
  }
  task "emr_step" "x" {
    cluster = cluster.b
    command = ["ls"]
  }
  task "emr_step" "y" {
    cluster = cluster.a
    command = ["ls"]
  }
}
