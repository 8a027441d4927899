pipeline "p" {
  schedule "s" {
    cron     = "0 2 * * ? *"
    timezone = "Europe/Lodon" # ERROR: PC0215 "Europe/Lodon" is no timezone\. Zones have names as "Europe/London", or "UTC"\.
  }
  task "wait" "w" { for = "1s" }
}
