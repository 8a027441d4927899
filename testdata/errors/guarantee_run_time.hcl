pipeline "p" {
  input "sure" { type = bool }
  task "lambda" "a" { function = "a" }
  finally {
    guarantee = input.sure # ERROR: PC0154 "input\.sure" is known only when the pipeline runs, but this is known at compile time\. Use var, local and functions of them\.
    task "lambda" "b" { function = "b" }
  }
}
