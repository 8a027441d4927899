pipeline "p" {
  input "day" { type = "string" } # ERROR: PC0219 .*without quotes.*
  output = input.day
}
