pipeline "p" {
  task "events_put" "a" {
    type   = "done" # ERROR: PC0202 An argument named "type" is not expected in task "events_put" "a", where the argument "detail_type" is required and left out\. Is that what is meant\?
    detail = {}
  }
}
