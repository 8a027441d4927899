pipeline "p" {
  notify "sns" "dead" {
    on    = ["fail"] # ERROR: PC0208 "fail" is no end of an execution\. There are "aborted", "failed", .*
    topic = "alarms"
  }
}
