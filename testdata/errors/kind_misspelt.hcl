pipeline "p" {
  task "glue_jbo" "a" { job = "a" } # ERROR: PC0301 There is no task kind "glue_jbo"\. Did you mean "glue_job"\?
}
