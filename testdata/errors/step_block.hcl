pipeline "p" {
  step "lambda" "a" { function = "a" } # ERROR: PC0201 A block of type "step" is not expected in pipeline "p"\. A piece of work is task "KIND" "NAME" \{ … \}\.
}
