pipeline "p" {
  choice "size" {
    case "big" { # ERROR: PC0203 The argument "when" is required in case "big", .*
      task "lambda" "a" { function = "a" }
    }
  }
}
