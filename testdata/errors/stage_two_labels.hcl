pipeline "p" {
  stage "lambda" "s" { # ERROR: PC0206 A block "stage" has one label, and this one has 2\. Write it as: stage "NAME" \{ … \}\.
    task "lambda" "a" { function = "a" }
  }
}
