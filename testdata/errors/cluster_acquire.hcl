pipeline "p" {
  cluster "emr" "a" {
    release = "emr-7.5.0"
    roles   = { service = "a", instance = "b" }
    primary = { type = "m6g.xlarge" }
    core    = { type = "m6g.xlarge" }
    acquire = "new" # ERROR: PC0208 "new" cannot be the value of "acquire"\. It can be "create" and "reuse"\.
  }
  task "emr_step" "x" {
    cluster = cluster.a
    command = ["ls"]
  }
}
