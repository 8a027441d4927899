pipeline "p" {
  input "a" { type = string }
  task "lambda" "a" {
    function = "a"
    payload  = { x = toUpper(input.a) } # ERROR: PC0129 There is no function named "toUpper"\. Did you mean "upper"\?
  }
}
