pipeline "p" {
  input "title" { type = string }
  description = input.title # ERROR: PC0154 "input\.title" is known only when the pipeline runs, but .*
}
