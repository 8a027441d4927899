pipeline "callee" {
  input "n" { type = list(string) }
}
pipeline "p" {
  input "s" { type = string }
  task "pipeline" "run" {
    pipeline = pipeline.callee
    input    = { n = input.s } # ERROR: PC0213 The input "n" is of type list\(string\), and this is of type string\.
  }
}
