pipeline "p" {
  choice "c" { # ERROR: PC0203 A choice has at least one case "NAME" \{ when = … \}\.
    default {
      task "lambda" "a" { function = "f" }
    }
  }
}
