pipeline "p" {
  choice "size" { # ERROR: PC0210 A block "choice" is part of the language, but .*
    default {
      task "lambda" "a" { function = "a" }
    }
  }
}
