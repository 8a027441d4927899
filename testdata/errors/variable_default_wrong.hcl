variable "sizes" {
  type    = list(number)
  default = [1, "two"] # ERROR: PC0124 .*number.*
}
