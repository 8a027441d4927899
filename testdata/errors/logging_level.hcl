pipeline "p" {
  logging { level = "debug" } # ERROR: PC0208 "debug" is none of the values possible here\. Possible are "all", "error", "fatal" and "off"\.
  task "lambda" "a" { function = "a" }
}
