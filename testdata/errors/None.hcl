pipeline "p" {
  task "lambda" "a" {
    function = "a"
    payload  = { x = None } # ERROR: PC0151 There is no name "None"\. It is written null\.
  }
}
