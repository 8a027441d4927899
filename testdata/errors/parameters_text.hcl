pipeline "p" {
  task "lambda" "a" {
    function   = "a"
    parameters = "InvocationType=Event" # ERROR: PC0208 "parameters" is an object: parameters = \{ Name = value \}\.
  }
}
