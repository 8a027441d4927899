pipeline "p" {
  task "lambda" "a" {
    for_each    = [1]
    concurrency = each.value # ERROR: PC0154 This decides whether and over what it runs, before there is an element, so it cannot mention its own "each"\.
    function    = "a"
  }
}
