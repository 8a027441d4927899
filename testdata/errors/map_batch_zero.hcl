pipeline "p" {
  map "a" {
    items       = [1]
    distributed = true
    batch       = 0 # ERROR: PC0208 "batch" is a whole number from 1: the most elements that one execution takes\.
  }
}
