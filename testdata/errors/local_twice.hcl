locals {
  a = 1
}
locals {
  a = 2 # ERROR: PC0205 The name "a" is taken already\. A local is declared once\.
}
