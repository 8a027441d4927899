pipeline "p" {
  task "lambda" "a" {
    count    = 3 # ERROR: PC0202 An argument named "count" is not expected in task "lambda" "a"\..*
    function = "a"
  }
}
