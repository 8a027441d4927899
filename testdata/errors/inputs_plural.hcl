pipeline "p" {
  input "date" {}
  task "lambda" "a" {
    function = "a"
    payload  = { date = inputs.date } # ERROR: PC0151 There is no name "inputs"\. Did you mean "input"\?
  }
}
