pipeline "p" {
  input "d" {}
  schedule "s" {
    rate  = "1 day"
    input = { d = timestamp() } # ERROR: PC0207 This is known only when the pipeline runs, but a schedule is known at compile time\. Use var, local and functions of them\.
  }
}
