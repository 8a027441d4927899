pipeline "p" {
  task "lambda" "a" { function = "a" }
  finally {
    task "lambda" "b" {
      function   = "b"
      depends_on = [task.a] # ERROR: PC0156 A task of finally sees the other tasks of finally, and none else, for it cannot be known which others have run\.
    }
  }
}
