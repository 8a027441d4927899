pipeline "p" {
  timeout = 3600 # ERROR: PC0209 "3600" is no duration\. Did you mean "1h"\? Durations are text such as "45s", "10m", "2h", "1d" or "1h30m", of at most 99999999 seconds\.
  task "lambda" "b" { function = "b" }
}
