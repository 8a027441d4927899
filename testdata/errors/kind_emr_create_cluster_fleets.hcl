pipeline "p" {
  task "emr_create_cluster" "a" {
    release         = "emr-7.5.0"
    roles           = { service = "EMR_DefaultRole" } # ERROR: PC0120 The member "instance" is required here\.
    primary         = { type = "m6g.xlarge", market = "cheap" } # ERROR: PC0208 "cheap" cannot be the value of "market"\. It can be "on_demand" and "spot"\.
    instance_fleets = [] # ERROR: PC0218 "instance_fleets" and "primary" cannot be given together: only one of "instance_fleets" and "primary" can\.
  }
}
