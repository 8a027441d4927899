variable "bucket" {
  default = "Lake_1" # ERROR: PC0214 The value of the variable "bucket" is refused: bucket names are small letters\.
  validation {
    condition     = can(regex("^[a-z0-9.-]+$", var.bucket))
    error_message = "bucket names are small letters."
  }
}
