pipeline "p" {
  task "lambda" "extract" { function = "a" }
  task "lambda" "load" {
    function = "b"
    payload  = task.extrat.output # ERROR: PC0152 There is no task or block named "extrat"\. Did you mean "extract"\?
  }
}
