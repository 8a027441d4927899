pipeline "p" {
  task "extract" { # ERROR: PC0206 .*task "KIND" "NAME" \{ … \}\.
    function = "a"
  }
  task "lambda" "load" {
    function = "b"
    payload  = task.extract.output
  }
}
