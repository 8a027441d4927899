pipeline "p" {
  notify "email" "x" { # ERROR: PC0208 Nothing can be told by "email"\. It can by "sns"\.
    to = "a@b.c"
  }
}
