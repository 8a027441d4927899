pipeline "p" {
  input "go" { type = bool }
  choice "c" {
    case "x" {
      when = true
      task "lambda" "a" {
        when     = input.go
        function = "a"
      }
      output = task.a.output # ERROR: PC0158 "a" may be skipped, and then it has no output, while this is evaluated all the same\. Say what counts instead: try\(task\.a\.output, null\), or coalesce\(…\)\.
    }
  }
}
