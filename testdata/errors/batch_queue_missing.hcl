pipeline "p" {
  task "batch_job" "x" { definition = "d" } # ERROR: PC0203 The argument "queue" is required in task "batch_job" "x", and it is left out\. Add queue = …\.
}
