pipeline "p" {
  input "count" {
    type    = number
    default = "many" # ERROR: PC0124 .*number.*
  }
}
