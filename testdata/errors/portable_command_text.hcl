compute "lambda" "fn" { function = "monolith" }
pipeline "p" {
  task "container" "validate" {
    command = "python -m app.validate" # ERROR: PC0124 This must be a list of strings, .*
    runs_on = compute.fn
  }
}
