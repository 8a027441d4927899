pipeline "p" {
  task "lambda" "a" {
    function = "a"
    run_if   = "always" # ERROR: PC0208 "always" is none of the values possible here\. Possible are "all_done", "all_succeeded" and "any_succeeded"\.
  }
}
