variable "bucket" { default = "lake" }
pipeline "p" {
  task "lambda" "a" { function = var.buckte } # ERROR: PC0153 .*"buckte".*Did you mean "bucket"\?
}
