pipeline "p" {
  task "a" { # ERROR: PC0206 A block "task" has 2 labels, and this one has 1\. Write it as: task "KIND" "NAME" \{ … \}\.
    type     = "lambda"
    function = "a"
  }
}
