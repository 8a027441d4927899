pipeline "p" {
  schedule "s" { at = "2026-01-01T00:00:00Z" } # ERROR: PC0215 "2026-01-01T00:00:00Z" is no time\. Write it without an offset, as "2026-01-01T00:00:00"; the timezone is an argument of its own\.
}
