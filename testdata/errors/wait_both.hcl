pipeline "p" {
  task "wait" "a" {
    for   = "5m"
    until = "2026-01-01T00:00:00Z" # ERROR: PC0218 "for" and "until" cannot be given together: only one of "for" and "until" can\.
  }
}
