pipeline "p" {
  parallel "both" {
    branch "a" {
      task "lambda" "left" { function = "a" }
    }
    branch "b" {
      task "lambda" "right" {
        function = "b"
        payload  = task.left.output # ERROR: PC0156 "left" is inside of branch "a", .*Give the branch an output, and mention task\.both\.output\.a\.
      }
    }
  }
}
