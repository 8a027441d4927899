variable "day" {
  default = input.day # ERROR: PC0154 "input\.day" is known only when the pipeline runs, but a default is known at compile time\..*
}
pipeline "p" {
  input "day" { type = string }
}
