pipeline "p" {
  schedule "s" { cron = "0 25 * * ? *" } # ERROR: PC0215 "25" is no hour of a cron\. The six fields are minute, hour, day of month, month, day of week, year, as in "0 2 \* \* \? \*"\.
}
