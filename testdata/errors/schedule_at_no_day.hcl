pipeline "p" {
  schedule "s" { at = "2026-02-30T00:00:00" } # ERROR: PC0215 "2026-02-30T00:00:00" is no time\. Write it without an offset, as "2026-01-01T00:00:00"; the timezone is an argument of its own\.
}
