pipeline "child" {}
pipeline "p" {
  task "pipeline" "a" {
    pipeline = pipeline.chlid # ERROR: PC0151 There is no pipeline named "chlid"\. Did you mean "child"\?
  }
}
