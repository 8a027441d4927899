pipeline "p" {
  task "lambda" "a" {
    function = "a"
    retry    = { on = ["any"], attempts = 3 } # ERROR: PC0202 "retry" is a block, not an argument: leave out the equals sign\.
  }
}
