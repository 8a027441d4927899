pipeline "p" {
  parallel "both" {
    branch "a" {}
    output = {} # ERROR: PC0202 A parallel block has no output of its own: .*
  }
}
