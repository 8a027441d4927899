pipeline "p" {
  task "state_machine" "a" { # ERROR: PC0203 The argument "arn" is required in task "state_machine" "a", and it is left out\. Add arn = …\.
    name  = "other" # ERROR: PC0202 An argument named "name" is not expected in task "state_machine" "a"\. The name is the last label of the block\.
    input = {}
  }
}
