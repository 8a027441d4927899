pipeline "p" {
  task "lambda" "a" {
    function = "a"
    retry {
      on        = ["Boom"]
      interval  = "1m"
      max_delay = "30s" # ERROR: PC0222 The longest delay is longer than the first, which is "1m"\.
    }
  }
}
