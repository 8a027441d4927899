pipeline "p" {
  defaults { timeout = "2h" }
  task "asl" "bounded_by_defaults" {
    definition = { StartAt = "A", States = { A = { Type = "Succeed" } } }
  }
  task "asl" "machine" {
    definition = { StartAt = "B", States = { B = { Type = "Succeed" } } }
    timeout    = "1h" # ERROR: PC0307 The States Language has a timeout for Task states, .*
  }
}
