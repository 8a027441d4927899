pipeline "p" {
  type = "express"
  task "lambda" "a" { function = "a" }
  finally {
    guarantee = true # ERROR: PC0308 An express pipeline cannot wait for an execution of its own, .*
    task "lambda" "b" { function = "b" }
  }
}
