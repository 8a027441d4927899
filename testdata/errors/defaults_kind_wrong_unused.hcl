pipeline "p" {
  defaults "glue_job" { workers = 3 } # ERROR: PC0124 This must be an object, not a number\.
  task "wait" "x" { for = "1m" }
}
