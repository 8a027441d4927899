pipeline "p" {
  cluster "emr" "lab" { use = "j-1" }
  task "emr_step" "a" {
    cluster = cluster.lab
    command = ["true"]
  }
  finally {
    task "emr_step" "b" {
      cluster = cluster.lab # ERROR: PC0154 finally runs when the clusters have ended, .*
      command = ["true"]
    }
  }
}
