pipeline "p" {
  parallel "x" {
    task "lambda" "a" { function = "a" } # ERROR: PC0201 A block "task" stands inside of a branch here: branch "NAME" \{ … \}\.
    task "lambda" "b" { function = "a" }
  }
}
