pipeline "p" {
  task "lambda" "a" { function = "a" }
  task "lambda" "b" {
    function = "b"
    payload  = tasks.a.output # ERROR: PC0151 There is no name "tasks"\. Did you mean "task"\?
  }
}
