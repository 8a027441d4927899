pipeline "p" {
  on_failure {
    task "lambda" "a" { function = "a" }
  }
  on_failure { # ERROR: PC0205 A block "on_failure" stands here already; there can be one only\. Put its contents together\.
    task "lambda" "b" { function = "a" }
  }
}
