pipeline "p" {
  task "lambda" "a" {
    function = "a"
    await    = "callback"
    payload  = { t = task_token }
    timeout  = "1h"
    poll { # ERROR: PC0218 A task either waits for a callback or polls\.
      until = true
    }
  }
}
