pipeline "p" {
  task "lambda" "a" {
    function: "a" # ERROR: PC0001 .*
  }
  output = task.b.output
}
