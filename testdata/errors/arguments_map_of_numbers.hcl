pipeline "p" {
  task "glue_job" "x" {
    job       = "j"
    arguments = { "--n" = [1, 2] } # ERROR: PC0124 This must be a string, not a list\.
  }
}
