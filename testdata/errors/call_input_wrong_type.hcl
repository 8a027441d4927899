pipeline "callee" {
  input "n" { type = number }
}
pipeline "p" {
  task "pipeline" "run" {
    pipeline = pipeline.callee
    input    = { n = "many" } # ERROR: PC0213 The input "n" is of type number, and this value does not fit: a number is required\.
  }
}
