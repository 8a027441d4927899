pipeline "p" {
  input "days" { type = list(strng) } # ERROR: PC0219 .*strng.*
}
