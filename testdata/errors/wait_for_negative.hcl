pipeline "p" {
  task "wait" "a" { for = -5 } # ERROR: PC0209 A number of seconds is whole, not negative, and at most 99999999\.
}
