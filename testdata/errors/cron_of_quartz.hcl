pipeline "p" {
  schedule "nightly" {
    cron = "0 0 2 * * ?" # ERROR: PC0215 .*six fields minute, hour, .*
  }
}
