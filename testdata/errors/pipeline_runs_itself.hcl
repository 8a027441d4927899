pipeline "p" {
  task "pipeline" "again" { # ERROR: PC0403 The pipeline "p" would run itself, .*
    pipeline = pipeline.p
  }
}
