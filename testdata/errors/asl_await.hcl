pipeline "p" {
  task "asl" "verbatim" {
    definition = { Type = "Succeed" }
    await      = "none" # ERROR: PC0302 A task "asl" cannot have await = "none"\. It can have "completion"\.
  }
}
