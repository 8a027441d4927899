pipeline "p" {
  notify "slack" "n" { topic = "t" } # ERROR: PC0208 Nothing can be told by "slack"\. It can by "sns"\.
}
