pipeline "p" {
  input "d" { type = string }
  schedule "s" {
    rate  = "1 day"
    input = "2026-01-01" # ERROR: PC0208 The input of an execution is an object: input = \{ name = value \}\.
  }
}
