pipeline "p" {
  task "glue_job" "x" {
    job     = "j"
    workers = "10 x G.1X" # ERROR: PC0124 This must be an object, not a string\.
  }
}
