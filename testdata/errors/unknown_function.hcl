pipeline "p" {
  input "a" { type = string }
  task "lambda" "a" {
    function = "a"
    payload  = { x = len(input.a) } # ERROR: PC0129 There is no function named "len"\. length counts the elements of a list or a map, and the characters of text\.
  }
}
