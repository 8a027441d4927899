pipeline "p" {
  parallel "c" {
    branch "a" {
      for_each = [1] # ERROR: PC0202 An argument named "for_each" is not expected in branch "a"\. It takes "output"\.
    }
  }
}
