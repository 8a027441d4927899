variable "bucket" {
  type    = object({ name = string })
  default = { name = "lake", regoin = "eu" } # ERROR: PC0121 .*regoin.*
}
pipeline "p" {}
