variable "v" {
  default = 1
  validation { # ERROR: PC0203 The argument "error_message" is required in validation, and it is left out\. Add error_message = …\.
    condition = var.v > 0
  }
}
