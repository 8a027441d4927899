pipeline "p" {
  task "lambda" "a" {
    function = "a"
    payload  = { region = each.value } # ERROR: PC0154 "each" is known inside of for_each and map only\.
  }
}
