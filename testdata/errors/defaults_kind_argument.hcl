pipeline "p" {
  defaults "lambda" { job = "a" } # ERROR: PC0202 An argument named "job" is not expected in defaults "lambda"\. It takes "function", "heartbeat", "payload", "qualifier", "role" and "timeout"\.
  task "lambda" "a" { function = "a" }
}
