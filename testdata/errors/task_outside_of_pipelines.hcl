pipeline "p" {}
task "lambda" "a" { # ERROR: PC0201 A block "task" stands inside of a pipeline: pipeline "NAME" \{ … \}\.
  function = "a"
}
