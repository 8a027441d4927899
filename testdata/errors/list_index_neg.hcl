pipeline "p" {
  input "a" { type = list(string) }
  task "lambda" "a" {
    function = "a"
    payload  = { x = input.a[-1] } # ERROR: PC0122 The index of a list is a whole number from 0\.
  }
}
