variable "v" {
  default = 1
  validation "x" { # ERROR: PC0206 A block "validation" has no labels, and this one has 1\. Write it as: validation \{ … \}\.
    condition     = var.v > 0
    error_message = "no"
  }
}
