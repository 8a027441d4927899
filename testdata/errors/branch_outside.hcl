pipeline "p" {
  branch "a" { # ERROR: PC0201 A branch stands in a block parallel "NAME" \{ … \}\.
    task "lambda" "a" { function = "a" }
  }
}
