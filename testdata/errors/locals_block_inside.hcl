locals {
  inner { x = 1 } # ERROR: PC0201 A locals block holds lines name = value, and no blocks\.
}
