pipeline "p" {
  task "lambda" "a" { function = "a" }
  finally "always" { # ERROR: PC0206 A block "finally" has no labels, and this one has 1\. Write it as: finally \{ … \}\.
    task "lambda" "b" { function = "b" }
  }
}
