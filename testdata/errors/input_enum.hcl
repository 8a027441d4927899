pipeline "p" {
  input "a" {
    type = string
    enum = ["x", "y"] # ERROR: PC0202 An argument named "enum" is not expected in input "a"\. Which values are allowed is a block validation \{ … \} with condition = contains\(\[…\], …\) and an error_message\.
  }
}
