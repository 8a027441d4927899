pipeline "p" {
  task "lambda" "a" {
    function = "a"
    retry { on = ["States.ALL"] } # ERROR: PC0222 Every error is "any" here\.
  }
}
