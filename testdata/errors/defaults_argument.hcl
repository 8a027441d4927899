pipeline "p" {
  defaults { function = "a" } # ERROR: PC0202 An argument named "function" is not expected in defaults\. It takes "heartbeat", "role" and "timeout"\.
  task "lambda" "a" { function = "a" }
}
