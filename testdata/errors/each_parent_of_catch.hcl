pipeline "p" {
  task "lambda" "a" {
    for_each = [1]
    function = "a"
    catch {
      on     = ["any"]
      then   = "continue"
      output = each.parent.value # ERROR: PC0154 There is no "each" further out: 1 for_each or map is around this\.
    }
  }
}
