pipeline "p" {
  task "lambda" "a" { function = "a" }
  task "lambda" "b" {
    function = "b"
    payload  = task.a.outputs # ERROR: PC0155 A task has "output" and "skipped", and no "outputs"\. Did you mean task\.a\.output\?
  }
}
