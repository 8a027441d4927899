pipeline "p" {
  cluster "emr" "lab" { use = "j-1" }
  task "emr_step" "x" {
    cluster = emr.lab # ERROR: PC0151 There is no name "emr"\. The cluster is cluster\.lab\.
    command = ["ls"]
  }
}
