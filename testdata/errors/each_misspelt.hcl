pipeline "p" {
  task "lambda" "a" {
    for_each = ["eu", "us"]
    function = "a"
    payload  = { region = each.values } # ERROR: PC0151 "each" has no member "values"\. Did you mean "value"\?
  }
}
