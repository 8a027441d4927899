pipeline "p" {
  input "name" { type = string }
  map "a" {
    items       = [1]
    distributed = true
    label       = input.name # ERROR: PC0154 "input\.name" is known only when the pipeline runs, but this is known at compile time\. Use var, local and functions of them\.
  }
}
