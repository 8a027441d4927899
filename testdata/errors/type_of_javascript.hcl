pipeline "p" {
  input "config" { type = array(string) } # ERROR: PC0219 .*list\(T\).*
}
