pipeline "p" {
  input "a" {
    type     = string
    required = true # ERROR: PC0202 An argument named "required" is not expected in input "a"\. Without a default it is required; default = null makes it one that may be null\.
  }
}
