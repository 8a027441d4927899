pipeline "p" {
  map "a" {
    items       = [1]
    distributed = true
    writer      = [] # ERROR: PC0208 "writer" is an object: writer = \{ Name = value \}\.
  }
}
