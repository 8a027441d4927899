pipeline "child" {
  input "day" { type = string }
}
pipeline "p" {
  task "pipeline" "a" { # ERROR: PC0216 The pipeline "child" requires the input "day", and it is not given\. .*
    pipeline = pipeline.child
  }
}
