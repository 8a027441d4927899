pipeline "p" {
  task "glue_job" "x" {
    job         = "j"
    job_timeout = 60 # ERROR: PC0209 "60" is no duration\. Did you mean "1m"\? Durations are text such as "45s", "10m", "2h", "1d" or "1h30m", of at most 99999999 seconds\.
  }
}
