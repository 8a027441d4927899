pipeline "p" {
  input "day" { type = string }
  task "lambda" "a" {
    function = "a"
    payload  = "day=" + input.day # ERROR: PC0125 .*
  }
}
