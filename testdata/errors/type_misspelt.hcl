pipeline "p" {
  input "days" { type = list(strng) } # ERROR: PC0219 There is no type "strng"\. Did you mean string\?
}
