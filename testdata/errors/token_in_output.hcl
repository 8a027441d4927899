pipeline "p" {
  task "lambda" "a" {
    function = "a"
    output   = task_token # ERROR: PC0154 "task_token" stands in the arguments of a task with await = "callback"\.
  }
}
