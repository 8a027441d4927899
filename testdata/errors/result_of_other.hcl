pipeline "p" {
  task "lambda" "a" { function = "a" }
  task "lambda" "b" {
    function = "b"
    payload  = task.a.result # ERROR: PC0155 A task has "output" and "skipped", and no "result"\. Did you mean task\.a\.output\?
  }
}
