pipeline "p" {
  schedule "s" {
    rate     = "1 day"
    timezone = "GMT+1:00 hours" # ERROR: PC0215 "GMT\+1:00 hours" is no timezone\. Zones have names as "Europe/London", or "UTC"\.
  }
}
