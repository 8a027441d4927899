pipeline "p" {
  task "lambda" "x" {
    for_each = [{ region = "eu" }]
    function = "f"
    payload  = each.value.regoin # ERROR: PC0120 There is no member "regoin" here\. Did you mean "region"\?
  }
}
