pipeline "p" {
  task "lambda" "x" {
    function = "x"
    when     = each.value > 1 # ERROR: PC0154 "each" is known inside of for_each and map only\.
  }
}
