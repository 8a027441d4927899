pipeline "p" {
  on_failure {
    task "sns_publish" "tell" {
      topic   = "alarms"
      message = pipeline.status # ERROR: PC0154 "pipeline\.status" is known in finally only\.
    }
  }
}
