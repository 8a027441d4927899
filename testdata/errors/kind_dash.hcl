pipeline "p" {
  task "glue-job" "a" { job = "a" } # ERROR: PC0301 There is no task kind "glue-job"\. Did you mean "glue_job"\?
}
