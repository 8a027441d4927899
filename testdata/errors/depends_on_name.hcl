pipeline "p" {
  task "lambda" "a" { function = "a" }
  task "lambda" "b" {
    function   = "b"
    depends_on = [a] # ERROR: PC0223 "depends_on" is a list of tasks and blocks, written in place without quotes and without \.output: depends_on = \[task\.a\]\.
  }
}
