pipeline "p" {
  task "lambda" "x" { function = "x" }
  output = task.x.Payload # ERROR: PC0155 A task has "output" and "skipped", and no "Payload"\. Did you mean task\.x\.output\.Payload\?
}
