pipeline "p" {
  stage "a" {
    task "lambda" "x" { function = "f" }
    depends_on = [task.a] # ERROR: PC0401 "a" waits for itself, so it could never start\.
  }
}
