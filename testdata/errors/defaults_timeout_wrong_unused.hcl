pipeline "p" {
  defaults { timeout = "soon" } # ERROR: PC0209 "soon" is no duration\. Durations are text such as "45s", "10m", "2h", "1d" or "1h30m", of at most 99999999 seconds\.
  task "wait" "x" { for = "1m" }
}
