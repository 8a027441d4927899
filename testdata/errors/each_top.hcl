pipeline "p" {
  task "lambda" "b" {
    function = "b"
    payload  = { r = each.value } # ERROR: PC0154 "each" is known inside of for_each and map only\.
  }
}
