pipeline "p" {
  input "big" { type = bool }
  map "a" {
    items       = [1]
    distributed = input.big # ERROR: PC0154 "input\.big" is known only when the pipeline runs, but this is known at compile time\. Use var, local and functions of them\.
  }
}
