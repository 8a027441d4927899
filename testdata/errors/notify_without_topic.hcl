pipeline "p" {
  notify "sns" "n" { on = ["failed"] } # ERROR: PC0203 The argument "topic" is required in notify "sns" "n", and it is left out\. Add topic = …\.
}
