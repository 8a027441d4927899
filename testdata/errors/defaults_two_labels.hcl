pipeline "p" {
  defaults "lambda" "a" { timeout = "1h" } # ERROR: PC0206 A block "defaults" has one label, and this one has 2\. Write it as: defaults "KIND" \{ … \}\.
  task "lambda" "a" { function = "a" }
}
