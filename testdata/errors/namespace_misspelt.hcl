pipeline "p" {
  input "day" { type = string }
  task "lambda" "a" {
    function = "a"
    payload  = inputs.day # ERROR: PC0151 There is no name "inputs"\. Did you mean "input"\?
  }
}
