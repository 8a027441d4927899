pipeline "p" {
  task "wait" "a" { for = "a while" } # ERROR: PC0209 "a while" is no duration\. Durations are text such as "45s", "10m", "2h", "1d" or "1h30m", of at most 99999999 seconds\.
}
