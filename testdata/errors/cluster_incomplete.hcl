pipeline "p" {
  cluster "emr" "lab" { # ERROR: PC0203 The arguments "roles", "primary" and "core" are required in cluster "emr" "lab", and they are left out\.
    release = "emr-7.5.0"
  }
  task "emr_step" "a" {
    cluster = cluster.lab
    command = ["true"]
  }
}
