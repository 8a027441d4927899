pipeline "p" {
  task "codebuild" "a" {
    project_name  = "docs" # ERROR: PC0202 An argument named "project_name" is not expected in task "codebuild" "a"\. Did you mean "project"\?
    build_timeout = 90 # ERROR: PC0209 "90" is no duration\. Did you mean "1m30s"\? Durations are text such as "45s", "10m", "2h", "1d" or "1h30m", of at most 99999999 seconds\.
  }
}
