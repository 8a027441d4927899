pipeline "p" {
  choice "size" {
    case "big" { when = "rows > 3" } # ERROR: PC0124 This must be a bool, .*
  }
}
