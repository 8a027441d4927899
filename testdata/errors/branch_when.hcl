pipeline "p" {
  parallel "x" {
    branch "a" {
      when = true # ERROR: PC0202 An argument named "when" is not expected in branch "a"\. It takes "output"\.
      task "lambda" "a" { function = "a" }
    }
  }
}
