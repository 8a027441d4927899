pipeline "p" {
  input "day" { type = string }
  task "asl" "verbatim" {
    definition = {
      Type      = "Task"
      Resource  = "arn:aws:states:::lambda:invoke"
      Arguments = { FunctionName = "load", Payload = { day = input.day } } # ERROR: PC0154 "input\.day" is known only when the pipeline runs, but a definition is taken as it is\. Hand values in with "input", .*
    }
  }
}
