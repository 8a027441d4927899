locals {
  a = local.a # ERROR: PC0157 local\.a mentions itself, directly or by way of another local, so it has no value\.
}
