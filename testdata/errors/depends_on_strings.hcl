pipeline "p" {
  task "lambda" "a" { function = "a" }
  task "lambda" "b" {
    function   = "b"
    depends_on = ["a"] # ERROR: PC0223 .*without quotes.*depends_on = \[task\.a\].*
  }
}
