pipeline "p" {
  compute "lambda" "fn" { # ERROR: PC0201 A block "compute" stands at the top of a file, .*
    function = "monolith"
  }
}
