pipeline "p" {
  map "regions" {
    items       = ["eu", "us"]
    concurrency = 100 # ERROR: PC0208 "concurrency" is a whole number from 1 to 40 here\.
    task "lambda" "a" { function = "a" }
  }
}
