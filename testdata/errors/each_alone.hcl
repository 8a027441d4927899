pipeline "p" {
  task "lambda" "a" {
    for_each = ["eu", "us"]
    function = "a"
    payload  = each # ERROR: PC0155 "each" alone is no value: .*
  }
}
