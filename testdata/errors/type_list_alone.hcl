pipeline "p" {
  input "x" { type = list } # ERROR: PC0219 The list type constructor requires one argument specifying the element type\. .*
}
