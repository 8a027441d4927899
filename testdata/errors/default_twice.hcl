pipeline "p" {
  choice "size" {
    case "big" { when = run.name == "big" }
    default {}
    default {} # ERROR: PC0205 A choice has one default at most: .*
  }
}
