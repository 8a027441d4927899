pipeline "p" {
  type = "express"
  task "glue_job" "a" { # ERROR: PC0308 An express pipeline cannot wait for the work of a task "glue_job"\. Give it await = "none".*
    job = "a"
  }
}
