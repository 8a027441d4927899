pipeline "p" {
  tracing = True # ERROR: PC0151 There is no name "True"\. It is written true\.
  task "lambda" "a" { function = "a" }
}
