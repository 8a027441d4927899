pipeline "p" {
  task "lambda" "x" {
    for_each = [1, 2]
    function = "f"
    payload  = each.item # ERROR: PC0151 "each" has no member "item"\. It has "index", "key", "parent" and "value"\.
  }
}
