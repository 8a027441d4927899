pipeline "p" {
  cluster "emr" "a" { use = "j-1" }
  task "emr_step" "x" {
    cluster = cluster.a
    command = ["ls"]
  }
  task "lambda" "l" {
    function = "f"
    payload  = { id = cluster.a } # ERROR: PC0155 cluster\.a is no value: it stands in an argument "cluster"\. Its id is cluster\.a\.id\.
  }
}
