pipeline "p" {
  logging { retention_days = 0 } # ERROR: PC0208 "retention_days" is one of the numbers of days that CloudWatch Logs can keep logs for: 1 3 5 7 14 30 60 90 120 150 180 365 400 545 731 1096 1827 2192 2557 2922 3288 3653\. .*
  task "lambda" "a" { function = "a" }
}
