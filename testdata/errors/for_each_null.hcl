pipeline "p" {
  task "lambda" "a" {
    for_each = null # ERROR: PC0208 "for_each" is null here\. .*
    function = "a"
  }
}
