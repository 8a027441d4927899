pipeline "p" {
  choice "c" {
    if "a" { # ERROR: PC0201 A block of type "if" is not expected in choice "c"\. A case is case "NAME" \{ … \} with when = … in it\.
      when = true
    }
  }
}
