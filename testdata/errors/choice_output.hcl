pipeline "p" {
  input "rows" { type = number }
  choice "size" {
    output = input.rows # ERROR: PC0202 A choice has no output of its own: .*
    case "big" { when = input.rows > 10 }
  }
}
