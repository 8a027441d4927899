pipeline "p" {
  choice "c" {
    case "a" {
      when = true
    }
    else { # ERROR: PC0201 A block of type "else" is not expected in choice "c"\. What runs when no case does is default \{ … \}\.
      task "lambda" "x" { function = "f" }
    }
  }
}
