pipeline "p" {
  task "lambda" "a" {
    function = "a"
    returns  = { rows = number } # ERROR: PC0219 The type of an object is object\(\{ name = type, … \}\), with the word object and parentheses\.
  }
}
