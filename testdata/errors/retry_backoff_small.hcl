pipeline "p" {
  task "lambda" "a" {
    function = "a"
    retry {
      on      = ["any"]
      backoff = 0.5 # ERROR: PC0222 "backoff" is a number from 1 to 1000\.
    }
  }
}
