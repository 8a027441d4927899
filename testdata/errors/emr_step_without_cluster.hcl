pipeline "p" {
  task "emr_step" "x" { command = ["ls"] } # ERROR: PC0203 The argument "cluster" is required in task "emr_step" "x", and it is left out\. Add cluster = …\.
}
