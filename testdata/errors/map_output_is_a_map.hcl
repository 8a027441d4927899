pipeline "p" {
  map "a" {
    items  = { x = 1 }
    output = { n = 1 }
  }
  output = task.a.output.x.m # ERROR: PC0120 There is no member "m" here\. The members are "n"\.
}
