pipeline "p" {
  task "lambda" "a" { function = "a" }
  task "lambda" "b" {
    function   = "b"
    depends_on = task.a # ERROR: PC0223 .*is a list.*
  }
}
