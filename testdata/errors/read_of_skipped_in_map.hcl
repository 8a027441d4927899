pipeline "p" {
  map "m" {
    items = [1]
    task "lambda" "a" {
      when     = each.value > 0
      function = "a"
    }
    output = { a = task.a.output } # ERROR: PC0158 "a" may be skipped, and then it has no output, while this is evaluated all the same\. Say what counts instead: try\(task\.a\.output, null\), or coalesce\(…\)\.
  }
}
