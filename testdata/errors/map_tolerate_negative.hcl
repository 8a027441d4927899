pipeline "p" {
  map "a" {
    items       = [1]
    distributed = true
    tolerate    = -1 # ERROR: PC0208 "tolerate" says how many elements may fail: a share such as "5%", or a whole number\.
  }
}
