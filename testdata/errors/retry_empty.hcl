pipeline "p" {
  task "lambda" "a" {
    function = "a"
    retry { on = [] } # ERROR: PC0222 "on" names at least one error, or "any"\.
  }
}
