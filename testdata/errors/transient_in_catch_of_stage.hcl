pipeline "p" {
  stage "s" {
    task "lambda" "a" { function = "a" }
    catch { on = ["transient"] } # ERROR: PC0222 "transient" stands for the errors of one service, so only a task can have it\. Name the errors\.
  }
}
