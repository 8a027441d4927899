pipeline "p" {
  task "lambda" "a" {
    function = "a"
    retry { on = ["transiant"] } # ERROR: PC0222 "transiant" is no class of errors\. Did you mean "transient"\?
  }
}
