pipeline "p" {
  schedule "often" {
    cron = "0 2 * * ? *"
    rate = "1 hour" # ERROR: PC0215 A schedule has one of "cron", "rate" and "at"; this one has "cron" and "rate"\.
  }
}
