pipeline "callee" {
  input "n" { type = list(string) }
}
pipeline "p" {
  task "pipeline" "run" {
    pipeline = pipeline.callee
    input    = "x" # ERROR: PC0208 The input of an execution is an object: input = \{ name = value \}\.
  }
}
