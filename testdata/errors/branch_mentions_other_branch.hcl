pipeline "p" {
  parallel "c" {
    branch "a" {
      task "lambda" "x" { function = "x" }
    }
    branch "b" {
      task "lambda" "y" {
        function   = "y"
        depends_on = [task.x] # ERROR: PC0156 "x" is inside of branch "a", and from outside only the block itself can be mentioned\. Give the branch an output, and mention task\.c\.output\.a\.
      }
    }
  }
}
