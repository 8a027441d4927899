pipeline "p" {
  stage "s" {
    task "lambda" "a" { function = "a" }
    retry { on = ["transient"] } # ERROR: PC0222 "transient" stands for the errors of one service, .*
  }
}
