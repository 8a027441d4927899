pipeline "p" {
  schedule "s" { cron = "0 two * * ? *" } # ERROR: PC0215 "two" is no hour of a cron\. The six fields are minute, hour, day of month, month, day of week, year, as in "0 2 \* \* \? \*"\.
}
