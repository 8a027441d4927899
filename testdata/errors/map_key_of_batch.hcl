pipeline "p" {
  map "regions" {
    items       = ["eu", "us"]
    distributed = true
    batch       = 10
    task "lambda" "a" {
      function = "a"
      payload  = { key = each.key } # ERROR: PC0154 In a map with "batch" each\.value is a list of elements, .*
    }
  }
}
