pipeline "p" {
  map "m" {
    for_each = [1, 2] # ERROR: PC0202 An argument named "for_each" is not expected in map "m"\. What a map runs over is items = a list or a map\.
    task "lambda" "x" { function = "f" }
  }
}
