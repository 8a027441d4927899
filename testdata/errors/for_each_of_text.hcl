pipeline "p" {
  task "lambda" "a" {
    for_each = "eu" # ERROR: PC0208 "for_each" is a list, a set or a map, and this is a string\. .*
    function = "a"
  }
}
