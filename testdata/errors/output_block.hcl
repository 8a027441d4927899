pipeline "p" {
  task "lambda" "a" { function = "a" }
  output "x" { value = task.a.output } # ERROR: PC0201 "output" is an argument, not a block: write output = …\.
}
