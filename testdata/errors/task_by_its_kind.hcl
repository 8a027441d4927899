pipeline "p" {
  task "lambda" "extract" { function = "a" }
  task "lambda" "load" {
    function = "b"
    payload  = task.lambda.extract.output # ERROR: PC0152 .*by its name alone, without its kind "lambda"\.
  }
}
