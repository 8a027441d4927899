pipeline "p" {
  task "lambda" "b" {
    function     = "b"
    trigger_rule = "all_done" # ERROR: PC0202 An argument named "trigger_rule" is not expected in task "lambda" "b"\. What skipped dependencies mean is run_if = "all_done", say\.
  }
}
