pipeline "p" {
  task "lambda" "a" { # ERROR: PC0304 A task that waits for a callback needs a timeout.*
    function = "a"
    await    = "callback"
    payload  = { token = task_token }
  }
}
