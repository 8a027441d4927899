pipeline "p" {
  task "lambda" "a" { function = "a" }
}
pipeline "p2" {
  task "lambda" "b" {
    function   = "b"
    depends_on = [task.a] # ERROR: PC0152 There is no task or block named "a"\. There is one in the pipeline "p", but a pipeline sees its own tasks only\.
  }
}
