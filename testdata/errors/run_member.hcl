pipeline "p" {
  task "lambda" "a" {
    function = "a"
    payload  = run.scheduled_dat # ERROR: PC0151 "run" has no member "scheduled_dat"\. Did you mean "scheduled_date"\?
  }
}
