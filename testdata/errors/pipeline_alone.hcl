pipeline "p" {
  task "lambda" "a" {
    function = "a"
    payload  = { s = pipeline.p } # ERROR: PC0155 "pipeline\.p" is no value: it stands in the argument "pipeline" of a task "pipeline"\.
  }
}
