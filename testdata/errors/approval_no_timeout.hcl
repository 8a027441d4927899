pipeline "p" {
  task "approval" "a" { ask = "topic" } # ERROR: PC0304 A task that waits for a callback needs a timeout, or it waits for ever when the worker dies\. Add timeout = "1h", say\.
}
