pipeline "p" {
  choice "c" {
    timeout = "1h" # ERROR: PC0307 A block has no timeout, for the States Language has none: give the tasks inside of it their own\.
    case "a" { when = true }
  }
}
