pipeline "p" {
  map "m" {
    items = each.value # ERROR: PC0154 This decides whether and over what it runs, before there is an element, so it cannot mention its own "each"\.
    task "lambda" "a" { function = "a" }
  }
}
