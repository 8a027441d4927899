pipeline "p" {
  stage "s" {
    task "lambda" "x" { function = "f" }
  }
  task "lambda" "y" {
    function   = "f"
    depends_on = [task.s.x] # ERROR: PC0223 "depends_on" is a list of tasks and blocks, written in place without quotes and without \.output: depends_on = \[task\.s\]\.
  }
}
