pipeline "callee" {
  input "day" { type = string }
}
pipeline "p" {
  task "pipeline" "run" {
    pipeline = pipeline.callee
    input    = { dya = "x", day = "y" } # ERROR: PC0102 The pipeline "callee" has no input named "dya"\. Did you mean "day"\?
  }
}
