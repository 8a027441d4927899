pipeline "p" {
  inputs = { a = string } # ERROR: PC0202 An argument named "inputs" is not expected in pipeline "p"\. Did you mean the block input \{ … \}\?
}
