pipeline "p" {
  task "glue_job" "a" {
    job       = "j"
    arguments = { --date = "x" } # ERROR: PC0126 A key that is more than a name stands in quotes, as "--date" does; one that is computed stands in parentheses\.
  }
}
