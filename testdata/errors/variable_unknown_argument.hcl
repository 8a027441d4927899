variable "v" {
  sensitive = true # ERROR: PC0202 An argument named "sensitive" is not expected in variable "v"\. Nothing here is kept secret: give the service the ARN of a secret, or let the code fetch it\.
  default   = 1
}
