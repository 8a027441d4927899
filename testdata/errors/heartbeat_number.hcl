pipeline "p" {
  task "lambda" "a" {
    function  = "a"
    await     = "callback"
    payload   = { t = task_token }
    timeout   = 60
    heartbeat = 60 # ERROR: PC0209 The heartbeat has to be shorter than the timeout, or it could never be missed\.
  }
}
