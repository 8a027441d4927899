pipeline "p" {
  task "lambda" "a" {
    function = "a"
    payload  = result # ERROR: PC0154 "result" is known in a task's own output and poll only\.
  }
}
