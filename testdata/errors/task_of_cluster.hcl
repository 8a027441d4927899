pipeline "p" {
  cluster "emr" "a" { use = "j-1" }
  task "emr_step" "x" {
    cluster = cluster.a
    command = ["ls"]
  }
  task "lambda" "l" {
    function   = "f"
    depends_on = [task.a] # ERROR: PC0152 "a" is a cluster: its id is cluster\.a\.id\.
  }
}
