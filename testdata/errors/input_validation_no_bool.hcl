pipeline "p" {
  input "a" {
    type = string
    validation {
      condition     = length(input.a) # ERROR: PC0124 This must be a bool, not a number\.
      error_message = "no"
    }
  }
}
