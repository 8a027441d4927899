pipeline "p" {
  input "x" { type = list } # ERROR: PC0219 "list" alone is no type: it says of what, as in list\(string\)\.
}
