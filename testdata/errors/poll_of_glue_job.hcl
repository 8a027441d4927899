pipeline "p" {
  task "glue_job" "a" {
    job = "a"
    poll { # ERROR: PC0307 A task "glue_job" waits by itself; .*
      every = "5m"
    }
  }
}
