pipeline "p" {
  task "lambda" "a" {
    function = "a"
    payload  = { date = input.day } # ERROR: PC0102 No input named "day" is declared in this pipeline\. Declare it: input "day" \{ type = string \}\.
  }
}
