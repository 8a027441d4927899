pipeline "p" {
  map "m" {
    items = "a,b,c" # ERROR: PC0208 "items" is a list, a set or a map, and this is a string\. For a single element put it in brackets: \[ … \]\.
    task "lambda" "x" { function = "f" }
  }
}
