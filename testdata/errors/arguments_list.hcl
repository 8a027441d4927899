pipeline "p" {
  task "glue_job" "x" {
    job       = "j"
    arguments = ["--n", "1"] # ERROR: PC0124 This must be a map of strings, not a list\.
  }
}
