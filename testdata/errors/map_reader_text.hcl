pipeline "p" {
  map "a" {
    reader      = "s3://lake/in.csv" # ERROR: PC0208 "reader" is an object: reader = \{ Name = value \}\.
    distributed = true
  }
}
