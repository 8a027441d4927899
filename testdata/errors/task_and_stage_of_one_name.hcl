pipeline "p" {
  stage "a" {
    task "lambda" "a" { function = "a" } # ERROR: PC0205 The name "a" is taken already\. Tasks, blocks and clusters of a pipeline share one namespace: give one of the two another name\.
  }
}
