pipeline "p" {
  task "lambda" "a" {
    for_each = ["eu", "us"]
    when     = each.value == "eu" # ERROR: PC0154 This decides whether and over what it runs, .*
    function = "a"
  }
}
