pipeline "p" {
  task "lambda" "a" {
    function = "a"
    retry {
      on       = ["Boom"]
      interval = "0s" # ERROR: PC0209 The shortest time between two attempts is "1s"\.
    }
  }
}
