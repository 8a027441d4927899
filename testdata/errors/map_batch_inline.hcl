pipeline "p" {
  map "regions" {
    items = ["eu", "us"]
    batch = 10 # ERROR: PC0218 "batch" needs distributed = true, .*
    task "lambda" "a" { function = "a" }
  }
}
