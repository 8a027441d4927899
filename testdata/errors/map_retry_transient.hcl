pipeline "p" {
  map "m" {
    items = [1]
    retry { on = ["transient"] } # ERROR: PC0222 "transient" stands for the errors of one service, so only a task can have it\. Name the errors, or put the retry on the tasks\.
    task "lambda" "a" { function = "a" }
  }
}
