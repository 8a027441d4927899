pipeline "p" {
  concurrency = 1 # ERROR: PC0202 "concurrency" is a block, not an argument: write concurrency \{ … \}\.
  task "lambda" "x" { function = "f" }
}
