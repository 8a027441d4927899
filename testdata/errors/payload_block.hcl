pipeline "p" {
  task "lambda" "a" {
    function = "a"
    payload { # ERROR: PC0201 "payload" is an argument, not a block: write payload = \{ … \}\.
      x = 1
    }
  }
}
