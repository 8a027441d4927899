pipeline "p" {
  schedule "s" {
    cron     = "0 2 * * ? *"
    timezone = "Local" # ERROR: PC0215 "Local" is no timezone\. Zones have names as "Europe/London", or "UTC"\.
  }
  task "wait" "w" { for = "1s" }
}
