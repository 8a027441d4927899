variable "sizes" {
  type    = list(number)
  default = [1, "two"] # ERROR: PC0213 The variable "sizes" is of type list\(number\), and this value does not fit: at \[1\], a number is required\.
}
