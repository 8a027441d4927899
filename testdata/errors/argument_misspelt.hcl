pipeline "p" {
  task "lambda" "a" {
    function = "a"
    timout   = "5m" # ERROR: PC0202 An argument named "timout" is not expected in task "lambda" "a"\. Did you mean "timeout"\?
  }
}
