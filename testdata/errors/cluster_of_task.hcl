pipeline "p" {
  task "lambda" "l" { function = "f" }
  task "emr_step" "x" {
    cluster = cluster.l # ERROR: PC0306 "l" is no cluster, but a task or block: what it gives is task\.l\.output\.
    command = ["ls"]
  }
}
