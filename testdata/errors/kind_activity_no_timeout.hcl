pipeline "p" {
  task "activity" "a" { # ERROR: PC0304 A task that waits for a callback needs a timeout, or it waits for ever when the worker dies\. Add timeout = "1h", say\.
    activity = "arn:aws:states:eu-west-1:123456789012:activity:label"
  }
}
