pipeline "a" {
  task "pipeline" "run" { pipeline = pipeline.b } # ERROR: PC0403 The pipeline "a" would run itself, so no execution of it could ever end\.
}
pipeline "b" {
  task "pipeline" "run" { pipeline = pipeline.c }
}
pipeline "c" {
  task "pipeline" "run" { pipeline = pipeline.a }
}
