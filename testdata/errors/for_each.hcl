pipeline "p" {
  task "lambda" "a" {
    for_each = ["eu", "us"] # ERROR: PC0210 The argument "for_each" is part of the language, but .*
    function = "a"
    payload  = { region = each.value }
  }
}
