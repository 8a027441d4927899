compute "lambda" "fn" { function = "monolith" }
compute "glue" "runner" { job = "runner" }
pipeline "p" {
  task "container" "validate" { # ERROR: PC0203 The argument "command" is required .*
    runs_on = compute.fn
  }
  task "spark" "explode" { # ERROR: PC0203 The argument "script" is required .*
    runs_on = compute.runner
  }
}
