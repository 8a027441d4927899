pipeline "p" {
  task "databrew_job" "a" {
    job   = "clean"
    await = "callback" # ERROR: PC0302 A task "databrew_job" cannot have await = "callback"\. It can have "completion" and "none"\.
  }
}
