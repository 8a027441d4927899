pipeline "p" {
  input "n" { type = number }
  map "a" {
    items       = [1]
    distributed = true
    batch       = input.n # ERROR: PC0154 "input\.n" is known only when the pipeline runs, but this is known at compile time\. Use var, local and functions of them\.
  }
}
