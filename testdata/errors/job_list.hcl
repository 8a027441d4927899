pipeline "p" {
  task "glue_job" "x" { job = ["a"] } # ERROR: PC0124 This must be a string, not a list\.
}
