pipeline "p" {
  trigger "event" "t" { pattern = "{\"source\": [\"x\"]}" } # ERROR: PC0208 "pattern" is an object: pattern = \{ Name = value \}\.
}
