pipeline "p" {
  input "d" { type = string }
  locals { x = input.d } # ERROR: PC0154 "input\.d" is known only when the pipeline runs, but a schedule is known at compile time\. Use var, local and functions of them\.
  schedule "s" {
    rate  = "1 day"
    input = { d = local.x }
  }
}
