pipeline "p" {
  input "count" {
    type    = number
    default = "many" # ERROR: PC0213 The input "count" is of type number, and its default does not fit: a number is required\.
  }
}
