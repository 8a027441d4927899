pipeline "p" {
  choice "c" {
    case "a" {
      when = true
    }
    output = 1 # ERROR: PC0202 A choice has no output of its own: it is the case that ran and what that gave\. Give the cases an output\.
  }
}
