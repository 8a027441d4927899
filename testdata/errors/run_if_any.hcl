pipeline "p" {
  task "lambda" "a" {
    function = "a"
    run_if   = "one_succeeded" # ERROR: PC0208 "one_succeeded" is none of the values possible here\. Did you mean "any_succeeded"\?
  }
}
