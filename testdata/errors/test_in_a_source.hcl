pipeline "p" {}
test "it works" { # ERROR: PC0201 A block "test" stands in a file of its own, whose name ends in \.pipetest\.hcl\.
  pipeline = "p"
}
