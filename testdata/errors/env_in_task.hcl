pipeline "p" {
  task "lambda" "x" {
    function    = "f"
    environment = { A = "b" } # ERROR: PC0202 An argument named "environment" is not expected in task "lambda" "x"\. A function's environment is its own; what a call is given is payload = \{ … \}\.
  }
}
