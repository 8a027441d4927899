pipeline "p" {
  task "lambda" "a" {
    function  = "a"
    await     = "callback"
    payload   = { token = task_token }
    timeout   = "5m"
    heartbeat = "10m" # ERROR: PC0209 The heartbeat has to be shorter than the timeout, .*
  }
}
