compute "lambda" "fn" { function = "monolith" }
pipeline "p" {
  task "container" "validate" { # ERROR: PC0203 The argument "runs_on" is required in task "container" "validate", .*
    command = ["validate"]
  }
  task "container" "other" {
    command = ["validate"]
    run_on  = compute.fn # ERROR: PC0202 .*"run_on".*Did you mean "runs_on"\?
  }
}
