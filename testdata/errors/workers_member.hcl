pipeline "p" {
  task "glue_job" "x" {
    job     = "j"
    workers = { kind = "G.1X", count = 2 } # ERROR: PC0121 No member "kind" is known here\. The members are "count" and "type"\.
  }
}
