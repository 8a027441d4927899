pipeline "p" {
  cluster "eks" "lab" { # ERROR: PC0301 There is no cluster kind "eks"\..*
    use = "j-1"
  }
  task "emr_step" "a" {
    cluster = cluster.lab
    command = ["true"]
  }
}
