pipeline "p" {
  task "lambda" "x" { function = "x" }
  output = task.*.output # ERROR: PC0155 "task" alone is no value: a name follows it, as in task\.NAME\.output\.
}
