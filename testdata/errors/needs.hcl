pipeline "p" {
  task "lambda" "a" { function = "a" }
  task "lambda" "b" {
    function = "b"
    needs    = [task.a] # ERROR: PC0202 An argument named "needs" is not expected in task "lambda" "b"\. What a task waits for is depends_on = \[task\.NAME\]; a mention of task\.NAME\.output will do as well\.
  }
}
