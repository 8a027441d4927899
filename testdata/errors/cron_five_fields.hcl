pipeline "p" {
  schedule "nightly" {
    cron = "0 2 * * *" # ERROR: PC0215 A cron has six fields: minute, hour, day of month, month, day of week, year, as in "0 2 \* \* \? \*".*this one has 5\..*
  }
}
