pipeline "p" {
  input "a" {
    type = string
    validation {
      condition     = length(input.a) > 0
      error_message = "bad ${input.a}" # ERROR: PC0154 "input\.a" is known only when the pipeline runs, but the message of a validation is known at compile time\. Use var, local and functions of them\.
    }
  }
}
