pipeline "p" {
  task "lambda" "x" { function = "f" }
  finally {
    task "lambda" "y" {
      function = "f"
      payload  = task.x.output # ERROR: PC0156 A task of finally sees the other tasks of finally, and none else, for it cannot be known which others have run\.
    }
  }
}
