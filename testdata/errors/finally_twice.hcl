pipeline "p" {
  finally {
    task "lambda" "a" { function = "a" }
  }
  finally { # ERROR: PC0205 A block "finally" stands here already; .*
    task "lambda" "b" { function = "b" }
  }
}
