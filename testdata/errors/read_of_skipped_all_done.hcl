pipeline "p" {
  input "full" { type = bool }
  task "lambda" "extra" {
    when     = input.full
    function = "a"
  }
  task "lambda" "after" {
    run_if   = "all_done"
    function = "b"
    payload  = { rows = task.extra.output } # ERROR: PC0158 "extra" may be skipped.*
  }
}
