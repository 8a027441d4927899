pipeline "p" {
  choice "c" {
    task "lambda" "a" { function = "f" } # ERROR: PC0201 A block "task" stands inside of a case here: case "NAME" \{ when = … \}\.
  }
}
