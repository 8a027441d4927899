pipeline "p" {
  task "lambda" "a" {
    function = "a"
    retries  = 3 # ERROR: PC0202 An argument named "retries" is not expected in task "lambda" "a"\. Retries are a block: retry \{ … \} with "on", "attempts" and "interval" in it\.
  }
}
