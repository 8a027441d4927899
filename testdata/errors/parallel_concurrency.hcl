pipeline "p" {
  parallel "both" {
    concurrency = 2 # ERROR: PC0202 An argument named "concurrency" is not expected in parallel "both"\. It takes "depends_on", "description", "run_if" and "when"\.
    branch "a" {
      task "lambda" "a" { function = "a" }
    }
  }
}
