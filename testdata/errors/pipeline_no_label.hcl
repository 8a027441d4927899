pipeline { # ERROR: PC0206 A block "pipeline" has one label, and this one has none\. Write it as: pipeline "NAME" \{ … \}\.
  task "lambda" "a" { function = "a" }
}
