variable "bucket" { type = string } # ERROR: PC0211 The variable "bucket" has no default, so it must be given a value: --var bucket=….*
pipeline "p" {
  task "lambda" "a" { function = var.bucket }
}
