pipeline "p" {
  task "lambda" "a" {
    function = "a"
    retry    = 3 # ERROR: PC0202 "retry" is a block, not an argument: write retry \{ … \}\.
  }
}
