pipeline "p" {
  cluster "emr" "a" {
    release         = "emr-7.5.0"
    roles           = { service = "a", instance = "b" }
    primary         = { type = "m6g.xlarge" } # ERROR: PC0218 "instance_fleets" and "primary" cannot be given together\.
    instance_fleets = []
  }
  task "emr_step" "x" {
    cluster = cluster.a
    command = ["ls"]
  }
}
