pipeline "p" {
  task "lambda" "a" {
    function = "a"
    timeout  = ["1h"] # ERROR: PC0209 A duration or a number of seconds is needed here, and this is a list\.
  }
}
