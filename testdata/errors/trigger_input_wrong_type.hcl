pipeline "p" {
  input "n" { type = number }
  trigger "s3_object" "t" {
    bucket = "b"
    input  = { n = "many" } # ERROR: PC0213 The input "n" is of type number, and this value does not fit: a number is required\.
  }
}
