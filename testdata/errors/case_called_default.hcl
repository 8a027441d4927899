pipeline "p" {
  choice "size" {
    case "big" { when = run.name == "big" }
    case "default" { # ERROR: PC0204 No case is called "default": .*
      task "lambda" "a" { function = "a" }
    }
  }
}
