pipeline "p" {
  task "lambda" "a" {
    function = "a"
    on_error { then = "continue" } # ERROR: PC0201 A block of type "on_error" is not expected in task "lambda" "a"\. Errors are caught by catch \{ … \} with on = \["any"\] in it\.
  }
}
