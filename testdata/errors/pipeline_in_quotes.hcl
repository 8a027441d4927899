pipeline "child" {}
pipeline "p" {
  task "pipeline" "a" {
    pipeline = "child" # ERROR: PC0208 The pipeline to run is named as pipeline\.NAME, without quotes\.
  }
}
