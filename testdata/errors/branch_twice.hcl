pipeline "p" {
  parallel "x" {
    branch "a" {
      task "lambda" "a" { function = "a" }
    }
    branch "a" { # ERROR: PC0205 The name "a" is taken already\. The branches of a block have names of their own\.
      task "lambda" "b" { function = "a" }
    }
  }
}
