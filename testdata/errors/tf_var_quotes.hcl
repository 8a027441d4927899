variable "lake" {
  type    = "string" # ERROR: PC0219 A type stands without quotes: type = string\.
  default = "x"
}
pipeline "p" {
  task "lambda" "a" { function = "a" }
}
