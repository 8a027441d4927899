pipeline "p" {
  choice "size" { # ERROR: PC0203 A choice has at least one case .*
    default {
      task "lambda" "a" { function = "a" }
    }
  }
}
