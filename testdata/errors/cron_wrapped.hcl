pipeline "p" {
  schedule "nightly" {
    cron = "cron(0 2 * * ? *)" # ERROR: PC0215 The argument's name says "cron" already\. Write cron = "0 2 \* \* \? \*"\.
  }
}
