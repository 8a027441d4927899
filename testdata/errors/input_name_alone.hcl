pipeline "p" {
  input "day" { type = string }
  task "lambda" "a" {
    function = "a"
    payload  = day # ERROR: PC0151 .*An input is mentioned as input\.day\.
  }
}
