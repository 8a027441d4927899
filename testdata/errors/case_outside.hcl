pipeline "p" {
  case "a" { # ERROR: PC0201 A block "case" stands in a block choice "NAME" \{ … \}\.
    when = true
  }
}
