variable "lake" { default = "x" }
pipeline "p" {
  task "lambda" "a" {
    function = "a"
    payload  = { date = input.lake } # ERROR: PC0102 No input named "lake" is declared in this pipeline\. There is a variable of that name: var\.lake\.
  }
}
