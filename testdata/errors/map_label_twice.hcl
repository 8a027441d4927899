pipeline "p" {
  map "a" {
    items       = [1]
    distributed = true
    label       = "b"
  }
  map "b" { # ERROR: PC0205 The label "b" is taken already\. Each distributed map of a pipeline has a label of its own, which is its name unless it is given\.
    items       = [1]
    distributed = true
  }
}
