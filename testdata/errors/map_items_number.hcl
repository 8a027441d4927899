pipeline "p" {
  input "n" { type = number }
  map "m" {
    items = input.n # ERROR: PC0208 "items" is a list, a set or a map, and this is a number\. For a single element put it in brackets: \[ … \]\.
    task "lambda" "x" { function = "f" }
  }
}
