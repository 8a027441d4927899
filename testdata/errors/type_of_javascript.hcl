pipeline "p" {
  input "config" { type = array(string) } # ERROR: PC0219 There is no type "array"\. Did you mean list\(string\)\?
}
