pipeline "p" {
  cluster "emr" "a" {
    release = "emr-7.5.0"
    roles   = { service = "a", instance = "b" }
    primary = { type = "m6g.xlarge" }
    core    = { type = "m6g.xlarge", market = "cheap" } # ERROR: PC0208 "cheap" cannot be the value of "market"\. It can be "on_demand" and "spot"\.
  }
  task "emr_step" "x" {
    cluster = cluster.a
    command = ["ls"]
  }
}
