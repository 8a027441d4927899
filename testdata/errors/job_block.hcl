job "p" { # ERROR: PC0201 A block of type "job" is not expected at the top of a file\. What is run is pipeline "NAME" \{ … \}\.
  task "lambda" "a" { function = "a" }
}
