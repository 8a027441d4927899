pipeline "p" {
  map "regions" {
    items       = ["eu", "us"]
    distributed = true
    execution   = "express"
    task "glue_job" "a" { job = "a" } # ERROR: PC0308 The elements of "regions" run in express executions, which cannot wait for the work of a task "glue_job"\. .*
  }
}
