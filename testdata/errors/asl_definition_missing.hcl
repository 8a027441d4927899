pipeline "p" {
  task "asl" "verbatim" { # ERROR: PC0203 The argument "definition" is required in task "asl" "verbatim", .*
    input = { a = 1 }
  }
}
