pipeline "p" {
  map "a" {
    items       = [1]
    distributed = true
    concurrency = 10001 # ERROR: PC0208 "concurrency" is a whole number from 1 to 10000 here\.
  }
}
