locals {
  a = "${local.b}x"
  b = "${local.a}y" # ERROR: PC0157 local\.a mentions itself, .*
}
pipeline "p" {
  output = local.a
}
