pipeline "p" {
  task "asl" "verbatim" {
    definition = [{ Type = "Succeed" }] # ERROR: PC0310 A definition is a state or a state machine: .* This is a list\.
  }
  output = task.verbatim.output
}
