pipeline "p" {
  map "regions" { # ERROR: PC0203 The argument "items" is required in map "regions", .*
    task "lambda" "a" { function = "a" }
  }
}
