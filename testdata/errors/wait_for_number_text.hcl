pipeline "p" {
  task "wait" "a" { for = "300" } # ERROR: PC0209 "300" is no duration\. Did you mean "5m"\? Durations are text such as "45s", "10m", "2h", "1d" or "1h30m", of at most 99999999 seconds\.
}
