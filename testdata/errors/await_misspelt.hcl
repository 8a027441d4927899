pipeline "p" {
  task "glue_job" "a" {
    job   = "a"
    await = "complete" # ERROR: PC0208 "complete" is none of the values possible here\. Possible are "callback", "completion" and "none"\.
  }
}
