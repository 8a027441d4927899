pipeline "p" {
  task "sns_publish" "tell" {
    topic   = "alarms"
    message = error.cause # ERROR: PC0154 "error\.cause" is known in catch, on_failure and finally only\.
  }
}
