pipeline "p" {
  task "lambda" "load" { function = "a" }
  task "lambda" "b" {
    function   = "b"
    depends_on = [task.laod] # ERROR: PC0152 .*Did you mean "load"\?
  }
}
