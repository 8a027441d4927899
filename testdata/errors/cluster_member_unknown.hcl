pipeline "p" {
  cluster "emr" "a" {
    release = "emr-7.5.0"
    roles   = { service = "a", instance = "b" }
    primary = { instance_type = "m6g.xlarge" } # ERROR: PC0121 No member "instance_type" is known here\. The members are "count", "market" and "type"\.
    core    = { type = "m6g.xlarge" }
  }
  task "emr_step" "x" {
    cluster = cluster.a
    command = ["ls"]
  }
}
