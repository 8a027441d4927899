compute "glue" "runner" {
  job      = "runner"
  workers  = { type = "G.1X", count = 10 }
  capacity = 2 # ERROR: PC0218 "workers" and "capacity" cannot be given together\.
}
pipeline "p" {}
