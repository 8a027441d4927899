pipeline "p" {
  task "lambda" "a" {
    function = "a"
    timeout  = "0s" # ERROR: PC0209 This is one second at least\.
  }
}
