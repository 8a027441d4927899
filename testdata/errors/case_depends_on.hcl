pipeline "p" {
  choice "c" {
    case "a" {
      when       = true
      depends_on = [] # ERROR: PC0202 An argument named "depends_on" is not expected in case "a"\. It takes "output" and "when"\.
    }
  }
}
