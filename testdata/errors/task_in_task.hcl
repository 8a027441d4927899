pipeline "p" {
  task "lambda" "a" {
    function = "a"
    task "lambda" "b" { function = "b" } # ERROR: PC0201 A task holds no tasks\. Put this one beside it; what runs after an error of it stands in a block catch \{ … \}\.
  }
}
