pipeline "p" {
  input "date" {}
  task "lambda" "a" {
    function = "a"
    payload  = { date = var.date } # ERROR: PC0153 No variable named "date" is declared\. There is an input of that name: input\.date\.
  }
}
