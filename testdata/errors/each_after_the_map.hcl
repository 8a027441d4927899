pipeline "p" {
  map "m" {
    items = [1]
    task "lambda" "a" { function = "a" }
  }
  task "lambda" "b" {
    function = "b"
    payload  = each.value # ERROR: PC0154 "each" is known inside of for_each and map only\.
  }
}
