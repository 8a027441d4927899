pipeline "p" {
  choice "c" {
    case "a" {
      when = true
    }
    default "b" { # ERROR: PC0206 A block "default" has no labels, and this one has 1\. Write it as: default \{ … \}\.
      task "lambda" "a" { function = "f" }
    }
  }
}
