pipeline "p" {
  parallel "both" {
    cluster = "j-1" # ERROR: PC0202 An argument named "cluster" is not expected in parallel "both"\. It takes "depends_on", "description", "run_if" and "when"\.
    branch "a" {
      task "lambda" "a" { function = "a" }
    }
  }
}
