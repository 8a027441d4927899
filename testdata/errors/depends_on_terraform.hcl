pipeline "p" {
  task "lambda" "a" { function = "a" }
  task "lambda" "b" {
    function   = "b"
    depends_on = [lambda.a] # ERROR: PC0223 .*list of tasks and blocks.*
  }
}
