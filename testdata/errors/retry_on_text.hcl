pipeline "p" {
  task "lambda" "a" {
    function = "a"
    retry { on = "any" } # ERROR: PC0222 "on" is a list of errors: put brackets around it, .*
  }
}
