pipeline "p" {
  input "x" {}
  output = jsonata("$count($x)", input.x) # ERROR: PC0133 What the text may mention is an object written in place: \{ rows = task\.a\.output \}\.
}
