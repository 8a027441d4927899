pipeline "p" {
  task "wait" "a" { until = "tomorrow" } # ERROR: PC0208 "tomorrow" cannot be the value of "until"\. It looks like "2026-01-05T02:00:00Z"\.
}
