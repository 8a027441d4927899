pipeline "p" {
  concurrency { # ERROR: PC0210 A block "concurrency" is part of the language, but .*
    limit = 1
  }
}
