varible "bucket" { # ERROR: PC0201 A block of type "varible" is not expected at the top of a file\. Did you mean "variable"\?
  default = "lake"
}
pipeline "p" {}
