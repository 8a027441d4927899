pipeline "p" {
  defaults "container" { runs_on = compute.small } # ERROR: PC0309 There is no compute block named "small"\..*
}
