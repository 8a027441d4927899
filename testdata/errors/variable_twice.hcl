variable "bucket" { default = "a" }
variable "bucket" { default = "b" } # ERROR: PC0205 The name "bucket" is taken already\..*
