pipeline "p" {
  timeout = "2 hours" # ERROR: PC0209 "2 hours" is no duration\. Did you mean "2h"\? Durations are text such as "45s", "10m", "2h", "1d" or "1h30m", of at most 99999999 seconds\.
  task "lambda" "b" { function = "b" }
}
