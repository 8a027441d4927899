pipeline "p" {
  task "wait" "a" {
    for = "5m"
    retry { on = ["any"] } # ERROR: PC0307 A task "wait" calls no service, so "retry" means nothing on it\. Of the arguments that every task takes it has description, depends_on, when, run_if, for_each and concurrency\.
  }
}
