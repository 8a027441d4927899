pipeline "p" {
  input "run_date" { type = string }
  task "lambda" "a" {
    function = "a"
    payload  = { date = input.run_dat } # ERROR: PC0102 .*"run_dat".*Did you mean "run_date"\?
  }
}
