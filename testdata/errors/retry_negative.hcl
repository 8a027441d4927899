pipeline "p" {
  task "lambda" "a" {
    function = "a"
    retry {
      on       = ["timeout"]
      attempts = -1 # ERROR: PC0222 "attempts" is a whole number from 0 to .*
    }
  }
}
