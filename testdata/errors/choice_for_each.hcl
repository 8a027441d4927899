pipeline "p" {
  choice "c" {
    for_each = [1] # ERROR: PC0307 A choice cannot run once per element\. Put it in a stage with for_each, or in a map\.
    case "a" {
      when = true
    }
  }
}
