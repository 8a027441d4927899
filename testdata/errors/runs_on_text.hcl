compute "lambda" "fn" { function = "monolith" }
pipeline "p" {
  task "container" "validate" {
    command = ["validate"]
    runs_on = "fn" # ERROR: PC0309 What a task runs on is a compute block, .*: runs_on = compute\.fn\.
  }
  task "container" "quoted" {
    command = ["validate"]
    runs_on = "compute.fn" # ERROR: PC0309 .*: runs_on = compute\.fn\.
  }
}
