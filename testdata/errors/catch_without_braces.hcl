pipeline "p" {
  task "lambda" "a" {
    function = "f"
    catch    = "continue" # ERROR: PC0202 "catch" is a block, not an argument: write catch \{ … \}\.
  }
}
