pipeline "p" {
  task "wait" "a" { until = "2026-01-01 00:00:00" } # ERROR: PC0208 "2026-01-01 00:00:00" cannot be the value of "until"\. It looks like "2026-01-05T02:00:00Z"\.
}
