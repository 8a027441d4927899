pipeline "p" {
  schedule "nightly" {
    cron = "0 2 * * * *" # ERROR: PC0215 .*exactly one of the two days is a question mark.*
  }
}
