pipeline "p" {
  schedule { rate = "1 day" } # ERROR: PC0206 A block "schedule" has one label, and this one has none\. Write it as: schedule "NAME" \{ … \}\.
}
