pipeline "p" {
  stage "s" {
    timeout = "1h" # ERROR: PC0307 A block has no timeout, .*give the tasks inside of it their own\.
    task "lambda" "a" { function = "a" }
  }
}
