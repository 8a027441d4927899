pipeline "daily" "orders" { # ERROR: PC0206 A block "pipeline" has one label, and this one has 2\. Write it as: pipeline "NAME" \{ … \}\.
  task "lambda" "a" { function = "a" }
}
