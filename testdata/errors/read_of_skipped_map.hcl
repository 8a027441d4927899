pipeline "p" {
  input "go" { type = bool }
  map "m" {
    when  = input.go
    items = [1]
  }
  task "lambda" "after" {
    function = "after"
    run_if   = "any_succeeded"
    payload  = task.m.output # ERROR: PC0158 "m" may be skipped, and then it has no output, while this is evaluated all the same\. Say what counts instead: try\(task\.m\.output, null\), or coalesce\(…\)\.
  }
}
