pipeline "p" {
  defaults { timeout = "1h" }
  defaults { timeout = "2h" } # ERROR: PC0205 .*
}
