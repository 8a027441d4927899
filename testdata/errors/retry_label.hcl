pipeline "p" {
  task "lambda" "a" {
    function = "a"
    retry "x" { on = ["any"] } # ERROR: PC0206 A block "retry" has no labels, and this one has 1\. Write it as: retry \{ … \}\.
  }
}
