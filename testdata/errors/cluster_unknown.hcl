pipeline "p" {
  cluster "emr" "lab" {
    use = "j-1"
  }
  task "emr_step" "a" {
    cluster = cluster.lba # ERROR: PC0306 There is no cluster named "lba"\. Did you mean "lab"\?
    command = ["true"]
  }
}
