pipeline "p" {
  stage "s" {
    cluster "emr" "lab" { # ERROR: PC0201 A cluster stands in a pipeline or at top level, not inside of a block\.
      use = "j-1"
    }
    task "lambda" "a" { function = "a" }
  }
}
