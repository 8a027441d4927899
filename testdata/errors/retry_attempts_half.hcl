pipeline "p" {
  task "lambda" "a" {
    function = "a"
    retry {
      on       = ["any"]
      attempts = 2.5 # ERROR: PC0222 "attempts" is a whole number from 0 to 99999999\.
    }
  }
}
