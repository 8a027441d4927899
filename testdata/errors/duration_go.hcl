pipeline "p" {
  timeout = "1.5h" # ERROR: PC0209 "1\.5h" is no duration\. Did you mean "1h30m"\? Durations are text such as "45s", "10m", "2h", "1d" or "1h30m", of at most 99999999 seconds\.
  task "lambda" "b" { function = "b" }
}
