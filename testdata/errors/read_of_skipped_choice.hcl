pipeline "p" {
  input "go" { type = bool }
  choice "c" {
    when = input.go
    case "x" { when = true }
  }
  output = task.c.output.case # ERROR: PC0158 "c" may be skipped, and then it has no output, while this is evaluated all the same\. Say what counts instead: try\(task\.c\.output, null\), or coalesce\(…\)\.
}
