pipeline "p" {
  stage "refine" {
    task "lambda" "clean" { function = "a" }
  }
  task "lambda" "load" {
    function = "b"
    payload  = task.clean.output # ERROR: PC0156 "clean" is inside of stage "refine", .*Give the block an output, and mention task\.refine\.output\.
  }
}
