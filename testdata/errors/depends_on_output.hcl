pipeline "p" {
  task "lambda" "a" { function = "a" }
  task "lambda" "b" {
    function   = "b"
    depends_on = [task.a.output] # ERROR: PC0223 .*without \.output.*
  }
}
