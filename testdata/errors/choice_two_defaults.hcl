pipeline "p" {
  choice "c" {
    case "a" {
      when = true
      task "lambda" "a" { function = "f" }
    }
    default {
      task "lambda" "b" { function = "f" }
    }
    default { # ERROR: PC0205 A choice has one default at most: what runs when no case does\.
      task "lambda" "d" { function = "f" }
    }
  }
}
