pipeline "p" {
  task "asl" "verbatim" {
    definition = { Type = "Succeed" }
    poll { every = "5s" } # ERROR: PC0307 A task "asl" waits by itself; .*
  }
}
