pipeline "p" {
  schedule "s" { # ERROR: PC0215 A schedule says when: cron = "0 2 \* \* \? \*", rate = "1 hour" or at = "2026-01-01T00:00:00"\.
    timezone = "Europe/London"
  }
}
