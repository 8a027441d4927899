pipeline "p" {
  map "regions" {
    items = ["eu", "us"]
    task "lambda" "a" {
      function = "a"
      payload  = { region = each.parent.value } # ERROR: PC0154 There is no "each" further out: 1 for_each or map is around this\.
    }
  }
}
