pipeline "p" {
  output = 1
  output = 2 # ERROR: PC0007 The argument "output" is set twice in this block\. Keep one of the two\.
}
