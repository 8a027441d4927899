pipeline "p" {
  map "m" {
    items       = [1]
    concurrency = 100 # ERROR: PC0208 "concurrency" is a whole number from 1 to 40 here\.
    task "lambda" "x" { function = "f" }
  }
}
