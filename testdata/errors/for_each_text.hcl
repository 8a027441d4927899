pipeline "p" {
  task "lambda" "x" {
    for_each = "a" # ERROR: PC0208 "for_each" is a list, a set or a map, and this is a string\. For a single element put it in brackets: \[ … \]\.
    function = "f"
  }
}
