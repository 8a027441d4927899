pipeline "p" {
  task "lambda" "a" { # ERROR: PC0304 .*task_token stands nowhere in the arguments.*payload = \{ token = task_token \}\.
    function = "a"
    await    = "callback"
    timeout  = "1h"
  }
}
