pipeline "p" {
  task "lambda" "x" {
    for_each = [1, 2]
    function = "f"
    payload  = each.parent.value # ERROR: PC0154 There is no "each" further out: 1 for_each or map is around this\.
  }
}
